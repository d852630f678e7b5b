import type { Span } from '../base/span.js';
import { constantKey, sizeKey } from '../contract/symbol-keys.js';
import type { CType } from '../index/c-type.js';
import type { LocalId, Operand, Place, Rvalue } from '../graph/instr.js';
import { sizeOf } from '../graph/layout.js';
import { printType } from '../graph/print-graph.js';
import { castOf } from '../symbolic/interval.js';
import { isAddress } from '../symbolic/interner.js';
import type { Region } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { type Path, siteKey } from './path.js';
import { valueTypeOf } from './type-info.js';

export function evaluate(cx: ExecContext, path: Path, operand: Operand, at: Span): Term {
  const { terms } = cx;
  switch (operand.kind) {
    case 'local':
      return path.frame.locals.get(operand.local) ?? uninitialized(cx, path, operand.local);
    case 'number':
      return terms.number(operand.value);
    case 'string':
      return terms.string(operand.text);
    case 'constant':
      return constant(cx, operand.name);
    case 'function':
      return terms.functionAddress(operand.name);
    case 'sizeof':
      return sizeTerm(cx, operand.type);
    case 'any':
      return terms.symbol(`any:${siteKey(path, at)}:${operand.why}`, anyValue(operand.why));
  }
}

export function evaluateRvalue(cx: ExecContext, path: Path, value: Rvalue, at: Span): Term {
  const { terms } = cx;
  switch (value.kind) {
    case 'operand':
      return evaluate(cx, path, value.operand, at);
    case 'unary':
      return terms.unary(value.operator, evaluate(cx, path, value.operand, at));
    case 'binary': {
      const left = evaluate(cx, path, value.left, at);
      const right = evaluate(cx, path, value.right, at);
      return (
        errorValueTest(cx, value.operator, left, right) ??
        pointerOrder(cx, value.operator, left, right) ??
        pageOffset(cx, path, value.operator, left, right) ??
        terms.binary(value.operator, left, right)
      );
    }
    case 'advance':
      return terms.advance(evaluate(cx, path, value.pointer, at), evaluate(cx, path, value.index, at));
    case 'cast': {
      const { bits, signed, isPointer } = valueTypeOf(value.type, cx.index);
      const operand = evaluate(cx, path, value.operand, at);
      // `(unsigned long)ptr`: wide enough to keep all of an address.
      const isAddress = operand.kind === 'symbol' && operand.info.isPointer && 32 <= bits;
      return isPointer || bits === 1 || isAddress ? operand : terms.castTo(bits, signed, operand);
    }
    case 'address':
      return terms.addressOf(regionOf(cx, path, value.place, at));
  }
}

/** The region a place names on this path. */
export function regionOf(cx: ExecContext, path: Path, place: Place, at: Span): Region {
  let region = rootRegion(cx, path, place, at);
  for (const step of place.steps) {
    region =
      step.kind === 'field'
        ? cx.terms.field(region, step.name)
        : cx.terms.element(region, evaluate(cx, path, step.index, at));
  }
  const named = cx.placeOf.get(region);
  if (named === undefined ? place.root.kind !== 'stack' : named.place !== place && isOfTwoStructs(named.place, place)) {
    cx.placeOf.set(region, { place, graph: path.frame.program.graph, isAmbiguous: named !== undefined });
  }
  return region;
}

function rootRegion(cx: ExecContext, path: Path, place: Place, at: Span): Region {
  const { root } = place;
  switch (root.kind) {
    case 'pointee':
      return cx.terms.pointee(evaluate(cx, path, root.pointer, at));
    case 'stack': {
      const local = path.frame.program.graph.locals[root.local];
      const name = local?.name ?? '?';
      if (local?.isStatic === true)
        return cx.terms.root('global', `${path.frame.program.graph.name}:${name}`, name, local.at);
      return cx.terms.root('stack', `${path.frame.key}${root.local}`, name, local?.at);
    }
    case 'global': {
      const declared = cx.index.globals.get(root.name);
      const isConstant = declared?.isConst === true && declared.type.kind !== 'pointer';
      return cx.terms.root(isConstant ? 'constant' : 'global', root.name, root.name, declared?.at);
    }
  }
}

/** A `void *` that leads to one struct or another: `send->op`, by an opcode beside it. */
function isOfTwoStructs({ root: left, steps }: Place, { root: right, steps: others }: Place): boolean {
  if (left.kind !== 'pointee' || right.kind !== 'pointee' || steps.length !== others.length) return false;
  const [one, other] = [left.element, right.element];
  return one.kind === 'struct' && other.kind === 'struct' && one.tag !== other.tag;
}

const mappingErrorName = 'DMA_MAPPING_ERROR';

/** `h == DMA_MAPPING_ERROR` asks the same as `dma_mapping_error(dev, h)`. Linux include/linux/dma-mapping.h (6.12). */
function errorValueTest(cx: ExecContext, operator: string, left: Term, right: Term): Term | undefined {
  if (operator !== '==' && operator !== '!=') return undefined;
  const handle = isErrorValue(right) ? left : isErrorValue(left) ? right : undefined;
  if (handle === undefined || handle.kind === 'const') return undefined;
  const failed = mappingError(cx, handle);
  return operator === '==' ? failed : cx.terms.unary('!', failed);
}

/** No pointer is below NULL: `p <= 0` asks for NULL, whatever number stands for an error pointer. */
function pointerOrder(cx: ExecContext, operator: string, left: Term, right: Term): Term | undefined {
  if (right.kind !== 'const' || right.value !== 0 || !isAddress(left)) return undefined;
  switch (operator) {
    case '<':
      return cx.terms.number(0);
    case '<=':
      return cx.terms.binary('==', left, right);
    case '>':
      return cx.terms.binary('!=', left, right);
    case '>=':
      return cx.terms.number(1);
    default:
      return undefined;
  }
}

/** Of every `PAGE_SIZE` the kernel knows. */
const smallestPage = 4096;

/**
 * Both addresses of an allocation are aligned to the page order that holds it: Linux
 * Documentation/core-api/dma-api-howto.rst (6.12). A driver's own test of that never fails.
 */
function pageOffset(cx: ExecContext, path: Path, operator: string, left: Term, right: Term): Term | undefined {
  if (right.kind !== 'const' || right.value < 0 || (operator !== '&' && operator !== '%')) return undefined;
  const address = addressIn(left, right.value);
  const isAligned = path.contract.some(({ family, cpu, dma, size }) => {
    if (family !== 'coherent' || (address !== cpu && address !== dma)) return false;
    if (operator === '%') return smallestPage % right.value === 0;
    const known = size === undefined ? smallestPage : range(cx.terms, path.facts, size).minimum;
    return right.value < Math.max(smallestPage, known);
  });
  return isAligned ? cx.terms.number(0) : undefined;
}

/** The address whose lower bits are asked for, as in `(u32)(dma & 0xffffffff)`. */
function addressIn(term: Term, mask: number): Term {
  if (term.kind !== 'apply') return term;
  const [first, second] = term.args;
  if (castOf(term) !== undefined && first !== undefined) return addressIn(first, mask);
  if (term.name !== '&' || first === undefined || second === undefined) return term;
  const isLower = (it: Term): boolean =>
    it.kind === 'const' && mask <= it.value && Number.isInteger(Math.log2(it.value + 1));
  if (isLower(second)) return addressIn(first, mask);
  return isLower(first) ? addressIn(second, mask) : term;
}

// 2^64 stands for ~0ull, see `symbolic/shapes.ts`.
function isErrorValue(term: Term): boolean {
  if (term.kind === 'symbol') return term.key === constantKey(mappingErrorName);
  return term.kind === 'const' && term.value >= 2 ** 64 - 2 ** 11;
}

// 0 or -ENOMEM: Linux include/linux/dma-mapping.h (6.12).
const mappingErrorInfo = {
  name: 'dma_mapping_error',
  bits: 32,
  signed: true,
  isPointer: false,
  minimum: -12,
  maximum: 0,
} as const;

/** What `dma_mapping_error()` of a handle returns. */
export function mappingError(cx: ExecContext, handle: Term): Term {
  return cx.terms.apply('mapping-error', [handle], mappingErrorInfo);
}

function constant(cx: ExecContext, name: string): Term {
  const value = cx.constantByName(name) ?? cx.index.enumerators.get(name);
  if (value !== undefined) return cx.terms.number(value);
  // A number of a header nobody reads: what drivers name so is a size, a count or a bit, and hardly ever 0.
  return cx.terms.symbol(constantKey(name), { ...anyValue(name), minimum: 1 });
}

function sizeTerm(cx: ExecContext, type: CType): Term {
  const size = sizeOf(type, cx.index);
  if (size !== undefined) return cx.terms.number(size);
  const name = sizeKey(printType(type));
  return cx.terms.symbol(name, { name, bits: 32, signed: false, isPointer: false, minimum: 1, maximum: 2 ** 24 });
}

/** A variable nobody wrote yet on this path. */
function uninitialized(cx: ExecContext, path: Path, local: LocalId): Term {
  const declared = path.frame.program.graph.locals[local];
  const name = declared?.name ?? '?';
  const type = declared === undefined ? anyValue(name) : valueTypeOf(declared.type, cx.index);
  return cx.terms.symbol(`uninitialized:${path.frame.key}${local}`, { ...type, name, kind: 'uninitialized' });
}

export function anyValue(name: string) {
  return { name, bits: 64, signed: true, isPointer: false } as const;
}
