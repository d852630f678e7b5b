import type { MachineOp } from '../ops/op.js';
import type { Command } from './command.js';
import type { ScriptContext } from './script-context.js';

/** What a line with this verb asks the machine. */
export type Verb = (cx: ScriptContext, command: Command) => MachineOp;

export type Verbs = Readonly<Record<string, Verb>>;
