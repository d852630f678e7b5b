import type { Mask } from './mask.js';
import { caseRanges } from './masks/case-ranges.js';
import { fileMacros } from './masks/file-macros.js';
import { loopMacros } from './masks/loop-macros.js';
import { memberMacros } from './masks/member-macros.js';
import { pastedWords } from './masks/pasted-words.js';
import { scopeCleanup } from './masks/scope-cleanup.js';
import { statementArguments } from './masks/statement-arguments.js';
import { statementMacros } from './masks/statement-macros.js';
import { stringMacros } from './masks/string-macros.js';
import { typeArguments, typeofExpressions } from './masks/type-arguments.js';

/**
 * Every idiom, in the order in which masks see a token. The first one that claims tokens for itself keeps the
 * others, and later tokens of the claimed stretch, away from them.
 */
export const masks: readonly Mask[] = [
  fileMacros,
  scopeCleanup,
  loopMacros,
  memberMacros,
  typeofExpressions,
  typeArguments,
  caseRanges,
  stringMacros,
  pastedWords,
  statementArguments,
  statementMacros,
];
