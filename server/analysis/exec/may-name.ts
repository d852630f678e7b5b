// Whether a release in some blocks can mean an entry, by the field that holds it.
import { type ContractEntry, isStreaming } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { BlockId, Instr } from '../graph/instr.js';
import { operandsOf } from '../graph/operands.js';
import { arrayOf, type Region, rootOf } from '../symbolic/region.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';
import { namesInBlocks } from './named-fields.js';

/**
 * `if (pool->active) free_pool(pool)` means nothing that is kept in `adapter->filter_dma` alone: to get at that, something
 * has to read a field of that name. What a variable has, or nobody, may be meant by anything.
 */
export function mayNameIn(cx: ExecContext, path: Path, entry: ContractEntry, blocks: readonly BlockId[]): boolean {
  const fields = fieldsHolding(entry);
  if (fields === undefined) return true;
  const { program, locals } = path.frame;
  const names = namesInBlocks(cx, program, blocks);
  if (names === undefined || fields.some((field) => names.has(field))) return true;
  // The path may have read the field into a variable before it came to the blocks.
  const instrs = blocks.flatMap((block) => program.graph.blocks[block]?.instrs ?? []);
  return instrs.filter(isCall).some((call) =>
    operandsOf(call).some((operand) => {
      const value = operand.kind === 'local' ? locals.get(operand.local) : undefined;
      return value !== undefined && (mentions(value, entry) || mentionsCpu(value, entry));
    }),
  );
}

/** Whether what was released was read from a field other than any that holds an entry. */
export function isFromOtherField(entry: ContractEntry, place: Region | undefined): boolean {
  const fields = fieldsHolding(entry);
  const named = place === undefined ? undefined : fieldOf(place);
  return fields !== undefined && named !== undefined && !fields.includes(named);
}

const isCall = (instr: Instr): boolean => instr.kind === 'call';

/** The names of the fields that hold an entry, if that is all that does. */
function fieldsHolding(entry: ContractEntry): readonly string[] | undefined {
  if (!isStreaming(entry) || entry.family === 'sg' || entry.handedOn === true || entry.heldIn.length === 0) {
    return undefined;
  }
  const fields = entry.heldIn.map((holder) => (rootOf(holder).rootKind === 'stack' ? undefined : fieldOf(holder)));
  return fields.some((field) => field === undefined) ? undefined : fields.flatMap((field) => field ?? []);
}

function fieldOf(region: Region): string | undefined {
  const place = arrayOf(region);
  return place.kind === 'field' ? place.name : undefined;
}
