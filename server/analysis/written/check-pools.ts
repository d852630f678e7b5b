import { constantByName } from '../api/index.js';
import { sizeOf } from '../graph/layout.js';
import type { Operand } from '../graph/instr.js';
import type { GeometryProblem } from './event.js';
import { apiCalls, type Raise, type WrittenCall, type WrittenFile } from './file.js';
import type { Flow } from './flow.js';

/** Blocks of a size, an alignment and a boundary with which `dma_pool_create()` returns NULL. */
export function checkPools(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const { row, instr, name } = call;
    if (row.does !== 'allocate' || row.returns !== 'pool') continue;
    const [size, align, boundary] = instr.arguments.slice(2).map((operand) => valuesOf(file, call, operand));
    const wrong = wrongSize(size) ?? wrongAlignment(align) ?? wrongBoundary(size, align, boundary);
    if (wrong === undefined) continue;
    const at = instr.argumentsAt[wrong.argument] ?? instr.calleeAt;
    const { problem, value, needed } = wrong;
    raise({ id: 'POOL_GEOMETRY', at, heuristics: [], functionName: flow.graph.name, name, problem, value, needed });
  }
}

interface Wrong {
  readonly argument: number;
  readonly problem: GeometryProblem;
  readonly value: number;
  /** The bytes a block takes. */
  readonly needed: number | undefined;
}

/** All the values an argument may have, where each of them is known. */
type Values = readonly number[] | undefined;

// Linux mm/dmapool.c, dma_pool_create() (6.12), in its order. 0 stands for no alignment and no boundary.
const wrongSize = (size: Values): Wrong | undefined =>
  size?.every((it) => it === 0) === true ? { argument: 2, problem: 'no-size', value: 0, needed: undefined } : undefined;

function wrongAlignment(align: Values): Wrong | undefined {
  const value = align?.[0];
  return value === undefined || align?.some(isPowerOfTwoOrZero) === true
    ? undefined
    : { argument: 3, problem: 'alignment', value, needed: undefined };
}

function wrongBoundary(size: Values, align: Values, boundary: Values): Wrong | undefined {
  const value = boundary?.[0];
  if (value === undefined || boundary?.includes(0) === true) return undefined;
  if (boundary?.some(isPowerOfTwoOrZero) !== true) {
    return { argument: 4, problem: 'boundary', value, needed: undefined };
  }
  if (size === undefined || align === undefined) return undefined;
  const needed = Math.min(...size.flatMap((bytes) => align.map((to) => rounded(bytes, to))));
  const isTooSmall = boundary.every((it) => it < needed);
  return isTooSmall ? { argument: 4, problem: 'small-boundary', value, needed } : undefined;
}

/** `ALIGN()`, which works with any alignment that the function lets pass. */
const rounded = (bytes: number, align: number): number => (align === 0 ? bytes : Math.ceil(bytes / align) * align);

/** Arithmetic, because bit operations of the language end at 32 bits. */
function isPowerOfTwoOrZero(value: number): boolean {
  return value === 0 || (value > 0 && Number.isInteger(Math.log2(value)));
}

function valuesOf(file: WrittenFile, { flow, position }: WrittenCall, operand: Operand): Values {
  if (operand.kind === 'sizeof') {
    const bytes = sizeOf(operand.type, file.index);
    return bytes === undefined ? undefined : [bytes];
  }
  const values: number[] = [];
  for (const source of flow.sourcesOf(operand, position, 'copies')) {
    const value =
      source.kind === 'number' ? source.value : source.kind === 'constant' ? constantByName(source.name) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.length === 0 ? undefined : values;
}
