import type { ErrorTest, SetDebugOptions, TestedResult } from '../ops/op.js';
import { deviceId, type MapId } from '../state/ids.js';
import { readNumber } from './places.js';
import { ScriptProblem } from './problem.js';
import { resultOf, type ScriptContext } from './script-context.js';
import type { Verbs } from './verb.js';
import { allocationRequest, released } from './verbs-allocation.js';

export const contractVerbs: Verbs = {
  /** `test RESULT [handle|pointer] TEST`: an `if` on what a call returned; `handle` is for allocations */
  test: (cx, { words: [name = '', ...words] }) => {
    const test = words.find(isErrorTest);
    if (test === undefined) throw new ScriptProblem(`no such test: ${words.join(' ')}`);
    return { kind: 'test-result', test, ...testedValue(cx, name, words.includes('handle')) };
  },
  /** `forget RESULT`: its handle is overwritten */
  forget: (cx, { words: [name = ''] }) => ({ kind: 'forget-handle', mapping: mappingOf(cx, name) }),
  /** `alloc-managed DEVICE SIZE [atomic] [ATTRIBUTE…]` */
  'alloc-managed': (_cx, { words }) => ({ kind: 'alloc-managed', ...allocationRequest(words) }),
  /** `free-managed DEVICE ALLOCATION [size=BYTES] [cpu=PLACE] [handle=PLACE]` */
  'free-managed': (cx, { words }) => {
    return { kind: 'free-managed', device: deviceId(words[0] ?? ''), ...released(cx, words) };
  },
  /** `bind DEVICE DRIVER` */
  bind: (_cx, { words: [device = '', driver = ''] }) => ({ kind: 'bind', device: deviceId(device), driver }),
  'probe-failed': (_cx, { words: [device = ''] }) => ({ kind: 'probe-failed', device: deviceId(device) }),
  /** `debug [all-errors] [num-errors=N] [driver=NAME] [entries=N] [poison]` */
  debug: (_cx, { words }) => words.reduce(withDebugOption, { kind: 'set-debug-options' }),
};

const errorTests: ReadonlySet<string> = new Set<ErrorTest>(['dma_mapping_error', 'zero', 'NULL', 'negative', 'IS_ERR']);

function isErrorTest(word: string): word is ErrorTest {
  return errorTests.has(word);
}

interface TestedValue {
  readonly result: TestedResult;
  readonly value: number;
  readonly failed: boolean;
}

function testedValue(cx: ScriptContext, name: string, isHandle: boolean): TestedValue {
  const result = resultOf(cx, name);
  switch (result.kind) {
    case 'mapped':
      return { result: 'handle', value: result.address, failed: false };
    case 'map-failed': {
      const isList = cx.frames[cx.names.get(name) ?? -1]?.op.kind === 'map-sg';
      return isList
        ? { result: 'count', value: 0, failed: true }
        : { result: 'handle', value: result.address, failed: true };
    }
    case 'sg-mapped':
      return { result: 'count', value: result.nents, failed: false };
    case 'allocated':
      return isHandle
        ? { result: 'allocation handle', value: result.address, failed: false }
        : { result: 'pointer', value: result.cpuAddress, failed: false };
    case 'out-of-memory':
      return { result: isHandle ? 'allocation handle' : 'pointer', value: 0, failed: true };
    default:
      throw new ScriptProblem(`${result.kind} is nothing a driver tests`);
  }
}

function mappingOf(cx: ScriptContext, name: string): MapId {
  const result = resultOf(cx, name);
  if (result.kind === 'mapped') return result.mapping;
  if (result.kind === 'sg-mapped') return result.list;
  if (result.kind === 'allocated') return result.allocation;
  throw new ScriptProblem(`${name} has no handle`);
}

function withDebugOption(op: SetDebugOptions, word: string): SetDebugOptions {
  const [key = '', value = ''] = word.split('=');
  switch (key) {
    case 'all-errors':
      return { ...op, allErrors: true };
    case 'num-errors':
      return { ...op, numErrors: readNumber(value) };
    case 'driver':
      return { ...op, driverFilter: value };
    case 'entries':
      return { ...op, preallocatedEntries: readNumber(value) };
    case 'poison':
      return { ...op, poolPoison: true };
    default:
      throw new ScriptProblem(`no option ${word}`);
  }
}
