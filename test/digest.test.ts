import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boot, digest, type MachineState, step, stepId } from '#engine';
import { playGolden, splitScript } from './support/machine-script.js';

const folder = join(import.meta.dirname, 'golden/machine');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.machine'));

test.each(scripts)('%s: a machine is the same whenever its steps are counted from', (name) => {
  const { frames, platform } = playGolden(splitScript(readFileSync(join(folder, name), 'utf8')).input);
  let late: MachineState = { ...boot(platform), step: stepId(1000) };
  for (const { op, state } of frames) {
    late = step(late, op).state;
    expect(digest(late), `after ${op.kind}`).toBe(digest(state));
  }
});
