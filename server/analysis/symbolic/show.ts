// Terms and regions as the user would have written them.
import { asComparison, type Comparison, type Relation } from './compare.js';
import { isPointerValue } from './interner.js';
import { castOf, intervalOf, nothingKnown } from './interval.js';
import type { ApplyTerm, LinearPart, Region, RootKind, Term } from './shapes.js';

export function showTerm(term: Term): string {
  switch (term.kind) {
    case 'const':
      return showNumber(term.value);
    case 'symbol':
      return term.info.name;
    case 'pointer':
      return showAddress(term.region);
    case 'linear':
      return showSum(term.parts, term.constant);
    case 'apply':
      return showApplication(term);
    case 'string':
      return JSON.stringify(term.text);
    case 'function':
      return term.name;
  }
}

export function showRegion(region: Region): string {
  switch (region.kind) {
    case 'root':
      return isReachedByPointer(region.rootKind) ? `*${region.name}` : region.name;
    case 'element':
      return `${showBase(region.parent)}[${showTerm(region.index)}]`;
    case 'field': {
      const { parent } = region;
      const isPointer = parent.kind === 'root' && isReachedByPointer(parent.rootKind);
      return `${showBase(parent)}${isPointer ? '->' : '.'}${region.name}`;
    }
  }
}

/** `kmalloc(64)` and the like are names of the pointer that was returned, `buf` is the name of the thing itself. */
function isReachedByPointer(kind: RootKind): boolean {
  return kind !== 'stack' && kind !== 'global' && kind !== 'constant';
}

const showBase = (region: Region): string => (region.kind === 'root' ? region.name : showRegion(region));

function showAddress(region: Region): string {
  if (region.kind === 'root' && isReachedByPointer(region.rootKind)) return region.name;
  return `&${showRegion(region)}`;
}

/** Masks and addresses read better in hexadecimal; sizes and counts do not. */
function showNumber(value: number): string {
  if (value >= 2 ** 24 && Number.isInteger(value)) return `0x${BigInt(value).toString(16)}`;
  return String(value);
}

function showSum(parts: readonly LinearPart[], constant: number): string {
  const ordered = [...parts.filter((it) => it.coefficient > 0), ...parts.filter((it) => it.coefficient < 0)];
  const numbers = constant === 0 ? [] : [{ isNegative: constant < 0, text: showNumber(Math.abs(constant)) }];
  const pieces = ordered.map(({ coefficient, atom }) => {
    const isNegative = coefficient < 0;
    const size = Math.abs(coefficient);
    if (size === 1 && atom.kind === 'apply' && atom.name === '*') return { isNegative, text: showTerm(atom) };
    return { isNegative, text: size === 1 ? showOperand(atom) : `${showOperand(atom)} * ${showNumber(size)}` };
  });
  // 4 - len, not -len + 4.
  const all = pieces[0]?.isNegative === true && constant > 0 ? [...numbers, ...pieces] : [...pieces, ...numbers];
  return all.map(({ isNegative, text }, position) => joined(isNegative, text, position === 0)).join('');
}

function joined(isNegative: boolean, text: string, isFirst: boolean): string {
  if (isFirst) return isNegative ? `-${text}` : text;
  return isNegative ? ` - ${text}` : ` + ${text}`;
}

function showApplication(term: ApplyTerm): string {
  const comparison = asComparison(term);
  if (comparison !== undefined) return showComparison(comparison);
  const [first, second] = term.args;
  if (first !== undefined && castOf(term) !== undefined)
    return `(${term.name.slice('cast:'.length)})${showOperand(first)}`;
  if (first !== undefined && second !== undefined && infix.has(term.name)) {
    const isClearing = term.name === '&' && second.kind === 'const' && second.value < 0;
    if (isClearing) return `${showOperand(first)} & ~${showNumber(-1 - second.value)}`;
    return term.args.map(showOperand).join(` ${term.name} `);
  }
  return `${kernelNames.get(term.name) ?? term.name}(${term.args.map(showTerm).join(', ')})`;
}

const infix: ReadonlySet<string> = new Set(['*', '/', '%', '<<', '>>', '&', '|', '^']);

const kernelNames: ReadonlyMap<string, string> = new Map([
  ['is-err', 'IS_ERR'],
  ['is-err-or-null', 'IS_ERR_OR_NULL'],
  ['ptr-err', 'PTR_ERR'],
  ['err-ptr', 'ERR_PTR'],
]);

/** What is subtracted goes to the other side: `a - b <= -1` is `a < b`. */
function showComparison({ relation, body, bound }: Comparison): string {
  const parts = body.kind === 'linear' ? body.parts : [];
  const subtracted = parts.filter((it) => it.coefficient < 0);
  if (subtracted.length === 0) return showTest(relation, body, bound);
  const left = showSum(
    parts.filter((it) => it.coefficient > 0),
    0,
  );
  const right = subtracted.map(({ coefficient, atom }) => ({ coefficient: -coefficient, atom }));
  if (relation === '<=' && bound === -1) return `${left} < ${showSum(right, 0)}`;
  if (relation === '>' && bound === -1) return `${left} >= ${showSum(right, 0)}`;
  return `${left} ${relation} ${showSum(right, bound)}`;
}

/** Pointers and truth values are tested without a number: `!p`, `IS_ERR(p)`. */
function showTest(relation: Relation, body: Term, bound: number): string {
  const { minimum, maximum } = intervalOf(body, nothingKnown);
  const isTruth = minimum === 0 && maximum === 1;
  if (isTruth || (bound === 0 && isPointerValue(body))) {
    const isFalse = (relation === '==') === (bound === 0);
    return isFalse ? `!${showOperand(body)}` : showTerm(body);
  }
  return `${showTerm(body)} ${relation} ${showNumber(bound)}`;
}

function showOperand(term: Term): string {
  const isCompound = term.kind === 'linear' || (term.kind === 'apply' && isInfix(term));
  return isCompound ? `(${showTerm(term)})` : showTerm(term);
}

const isInfix = (term: ApplyTerm): boolean => infix.has(term.name) || asComparison(term) !== undefined;
