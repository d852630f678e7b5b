import { type DeviceId, deviceId } from '#engine';
import { showTerm, type Term } from '../symbolic/term.js';

/** Most functions know one device; it needs no name. */
export function deviceNames(): (device: Term | undefined) => DeviceId {
  const known = new Map<string, DeviceId>();
  return (device) => {
    const name = device === undefined ? '' : showTerm(device);
    const id = known.get(name) ?? deviceId(known.size === 0 ? 'the device' : `the device of \`${name}\``);
    known.set(name, id);
    return id;
  };
}
