// What a driver keeps with a device: `dev->driver_data`.
import { oncePer } from '../base/once-per.js';
import type { PlainFunction } from '../api/api-function.js';
import type { ApiCall } from '../contract/world.js';
import type { FileIndex } from '../index/file-index.js';
import { type Region, rootOf } from '../symbolic/region.js';
import { read, write } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { pointedRoot } from './call-unknown.js';
import type { ExecContext } from './context.js';
import { type Frame, type Path, pathWith } from './path.js';

type PlainCall = ApiCall & { readonly row: PlainFunction };

/** The path after `pci_set_drvdata(pdev, priv)`. */
export function withDriverData(cx: ExecContext, path: Path, api: PlainCall): Path {
  const place = api.row.driverData === 'set' ? placeOf(cx, api) : undefined;
  const value = api.arguments[1]?.term;
  return place === undefined || value === undefined
    ? path
    : pathWith(path, { store: write(cx.terms, path.store, place, value) });
}

/**
 * What `pci_get_drvdata(pdev)` gives on a path that set it, or that cannot have: the bus calls a probe for a device
 * without any. Linux drivers/base/dd.c (6.12), device_unbind_cleanup(), clears what the last driver left.
 */
export function knownDriverData(cx: ExecContext, path: Path, api: PlainCall): Term | undefined {
  const { driverData } = api.row;
  const place = driverData === 'get' || driverData === 'get-own' ? placeOf(cx, api) : undefined;
  if (place === undefined) return undefined;
  const setters = settersIn(cx.index);
  const known = read(path.store, place);
  if (known !== undefined) return setters.every((name) => cx.programs.has(name)) ? known : undefined;
  const probe = outermost(path.frame).program.graph.name;
  const isEmpty = cx.probes.has(probe) && setters.every((name) => name === probe);
  const { pointer } = rootOf(deviceOf(cx, api) ?? place);
  const isItsOwn = pointer?.kind === 'symbol' && pointer.key === `parameter:${probe}:0`;
  return driverData === 'get-own' && isEmpty && isItsOwn ? cx.terms.number(0) : undefined;
}

/** A place of its own, which nobody who is given the device changes, or follows to what is there. */
function placeOf(cx: ExecContext, api: PlainCall): Region | undefined {
  const device = deviceOf(cx, api);
  if (device === undefined) return undefined;
  const info = { name: 'driver_data', bits: 32, signed: false, isPointer: true } as const;
  return cx.terms.pointee(cx.terms.symbol(`driver-data:${device.id}`, info));
}

/** The `struct device`: `&pdev->dev` leads to the same one as `pdev`. */
function deviceOf(cx: ExecContext, { arguments: given, row }: PlainCall): Region | undefined {
  const [device] = given;
  const root = device === undefined ? undefined : pointedRoot(cx, device.term);
  if (device === undefined || root === undefined || root.rootKind === 'stack') return undefined;
  const object = cx.terms.pointee(device.term);
  return row.name.startsWith('dev_') ? object : cx.terms.field(object, 'dev');
}

function outermost(frame: Frame): Frame {
  return frame.caller === undefined ? frame : outermost(frame.caller.frame);
}

const setters = /^\w+_set_(?:drv|intf|client)data$/;

/** The functions of the module that set the driver data of some device. */
const settersIn = oncePer(({ functions, externals }: FileIndex): readonly string[] =>
  [...functions.values(), ...externals.values()].flatMap(({ name, mentions }) =>
    [...mentions].some((it) => setters.test(it)) ? [name] : [],
  ),
);
