import { type QuirkId, quirkIds } from './quirks.js';
import { type Misfit, misfit, type Switch } from './switch.js';

const expected = 'an object that turns quirks on or off, as in `{ "Q1": false }`';

/** `{ "Q1": false }`: kernel mistakes, each on or off. */
export const quirkSwitch: Switch = {
  about: 'Mistakes of the kernel, each on or off, by id',
  expected,
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(quirkIds.map((id) => [id, { type: 'boolean' }])),
  },
  set(platform, written) {
    if (typeof written !== 'object' || written === null || Array.isArray(written)) {
      return { platform, misfits: [misfit(`must be ${expected}`)] };
    }
    const misfits: Misfit[] = [];
    const inForce = new Set<QuirkId>(platform.quirks);
    for (const [id, isOn] of Object.entries(written)) {
      const quirk = quirkIds.find((it) => it === id);
      if (quirk === undefined) misfits.push(misfit(`has no \`${id}\`; there are Q1 to Q${quirkIds.length}`, [id]));
      else if (isOn === true) inForce.add(quirk);
      else if (isOn === false) inForce.delete(quirk);
      else misfits.push(misfit(`must give \`true\` or \`false\` for \`${id}\``, [id]));
    }
    return { platform: { ...platform, quirks: quirkIds.filter((id) => inForce.has(id)) }, misfits };
  },
};
