import { isHeaderConstant } from '../contract/symbol-keys.js';
import type { BlockId } from '../graph/instr.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { type Interval, maxErrno } from '../symbolic/interval.js';
import { decide, range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { EndedPath } from './outcome.js';
import { evaluate } from './values.js';
import type { Path } from './path.js';
import type { Program } from './program.js';
import { valueTypeOf } from './type-info.js';

/** How a function tells its caller that it failed. */
export type FailureConvention = 'pointer' | 'error-pointer' | 'error-number' | 'negative' | 'none';

/** Learns the convention from the return type and from everything the function returns. */
export function failureConvention(
  program: Program,
  returned: readonly (Term | undefined)[],
  index: FileIndex,
  givesErrorPointers: boolean,
): FailureConvention {
  const type = resolveType(program.graph.returns, index);
  // One that has an error pointer for what goes wrong means something else by NULL.
  if (type.kind === 'pointer') return givesErrorPointers ? 'error-pointer' : 'pointer';
  const { bits, signed } = valueTypeOf(type, index);
  if (type.kind === 'void' || bits === 1 || !signed) return 'none';
  const constants = returned.flatMap((term) => (term?.kind === 'const' ? [term.value] : []));
  if (constants.some((value) => 0 < value)) return 'negative';
  // Zero for success and nothing but error numbers besides: any other value that is not zero is a failure.
  return constants.includes(0) ? 'error-number' : 'negative';
}

/**
 * What a function returns after a mapping of its own failed: `false`, `0` of a count, `BLK_STS_RESOURCE`. Only where
 * another value is returned with something mapped, so that the two are told apart.
 */
export function learnFailure(
  cx: ExecContext,
  returns: readonly EndedPath[],
  convention: FailureConvention,
): ReadonlySet<Term> {
  const failed = new Set<Term>();
  const others: Term[] = [];
  const none = cx.terms.number(0);
  for (const { path, exit } of returns) {
    const returned = exit?.value === undefined ? undefined : evaluate(cx, path, exit.value, exit.at);
    if (returned === undefined) continue;
    const made = path.contract.filter((entry) => entry.madeHere);
    if (made.some((entry) => entry.state === 'failed') && isCode(returned, convention)) failed.add(returned);
    else if (made.some((entry) => entry.state === 'live')) others.push(returned);
  }
  // A count of none, unless good ends return it as well: one of those is for the caller to tell.
  if (convention !== 'none' && others.includes(none)) failed.delete(none);
  return others.some((value) => !failed.has(value)) ? failed : new Set();
}

/**
 * Of functions that return error numbers only what is none: 1, `SCSI_MLQUEUE_HOST_BUSY`. Of those that return a count
 * also 0, which `learnFailure()` takes only where none of the good ends returns it.
 */
function isCode(returned: Term, convention: FailureConvention): boolean {
  if (returned.kind === 'symbol') return isHeaderConstant(returned);
  if (returned.kind !== 'const') return false;
  return convention === 'none' || 0 < returned.value || (convention === 'negative' && returned.value === 0);
}

// -EINPROGRESS of Linux include/uapi/asm-generic/errno.h (6.12): the request was taken and will complete, as asynchronous
// crypto and sockets use it.
const accepted = -115;

// -EBUSY of the same file: what a function of another file gives back for a request that it queued, where its caller
// tells it from every other error (include/crypto/algapi.h, `CRYPTO_TFM_REQ_MAY_BACKLOG`).
const queued = -16;

/** `return is_full ? -EBUSY : -EINPROGRESS;`: taken either way, and the sender is to wait or not. */
export function choosesHowTaken({ constantByName }: ExecContext, { graph }: Program): boolean {
  /** The number an arm gives to a variable, with nothing else in it. */
  const given = (block: BlockId): number | undefined => {
    const [number, ...rest] = (graph.blocks[block]?.instrs ?? []).flatMap((instr) => {
      const value = instr.kind === 'assign' ? instr.value : undefined;
      if (value?.kind !== 'unary' || value.operator !== '-') return [];
      const { operand } = value;
      if (operand.kind === 'number') return [-operand.value];
      return operand.kind === 'constant' ? [-(constantByName(operand.name) ?? 0)] : [];
    });
    return rest.length === 0 ? number : undefined;
  };
  return graph.blocks.some(({ end }) => {
    if (end.kind !== 'branch') return false;
    const arms = [given(end.then), given(end.otherwise)];
    return arms.includes(accepted) && arms.includes(queued);
  });
}

/** Whether a path's return value means failure; `by-convention` where only the convention says so. */
export function failureOf(
  cx: ExecContext,
  path: Path,
  returned: Term | undefined,
  convention: FailureConvention,
  isQueuing = false,
): 'yes' | 'by-convention' | 'no' {
  if (returned === undefined || convention === 'none') return 'no';
  const { terms } = cx;
  if (convention === 'error-pointer') return isErrorPointer(cx, path, returned) ? 'yes' : 'no';
  if (convention === 'pointer') {
    const isNull = decide(terms, path.facts, terms.binary('==', returned, terms.number(0)));
    return isNull === 'yes' || isErrorPointer(cx, path, returned) ? 'yes' : 'no';
  }
  const { minimum, maximum } = range(terms, path.facts, returned);
  if (minimum === maximum && (minimum === accepted || (isQueuing && minimum === queued))) return 'no';
  if (returned.kind === 'symbol' && [minimum, maximum].every((end) => end === accepted || end === queued)) return 'no';
  if (maximum < 0) return 'yes';
  if (convention !== 'error-number') return 'no';
  return decide(terms, path.facts, terms.binary('!=', returned, terms.number(0))) === 'yes' ? 'by-convention' : 'no';
}

/** What a caller finds in the value that means failure. */
export function failureRange(cx: ExecContext, path: Path, returned: Term | undefined): Interval | undefined {
  if (returned === undefined) return undefined;
  const errors = { minimum: -maxErrno, maximum: -1 };
  if (isErrorPointer(cx, path, returned)) return errors;
  const known = range(cx.terms, path.facts, returned);
  // Not zero, and nothing else is known: by convention an error number.
  return known.minimum < 0 && 0 < known.maximum ? errors : known;
}

/** `ERR_PTR(ret)` where `ret` is known to be an error number, or what a test showed to be such a pointer. */
export function isErrorPointer(cx: ExecContext, path: Path, pointer: Term | undefined): boolean {
  if (pointer === undefined) return false;
  if (decide(cx.terms, path.facts, cx.terms.apply('is-err', [pointer])) === 'yes') return true;
  const { minimum, maximum } = range(cx.terms, path.facts, pointer);
  return -maxErrno <= minimum && maximum < 0;
}
