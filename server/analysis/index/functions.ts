import type { MaskedText } from '../text/masked-text.js';
import { isKeyword } from '../text/mask.js';
import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, namedChildren, type SyntaxNode } from '../tree/read.js';
import { unknownType } from './c-type.js';
import { declare, typeOfSpecifier } from './declarators.js';
import type { FunctionDeclaration, ParameterDeclaration } from './file-index.js';
import type { FunctionBody } from './function-body.js';
import { filledFields } from './filled-fields.js';

/**
 * Function definitions. They are found in the tokens, because an error elsewhere can hide a definition from the
 * tree; what the tree knows of them is added. A definition the tree does not have counts as having a syntax error.
 */
export function readFunctions(
  items: readonly SyntaxNode[],
  masked: MaskedText,
): ReadonlyMap<string, FunctionDeclaration> {
  const byEnd = new Map(
    items.filter((item) => item.type === nodeKinds.functionDefinition).map((item) => [item.endIndex, item]),
  );
  const functions = new Map<string, FunctionDeclaration>();
  for (const body of functionBodies(masked)) {
    const definition = byEnd.get(masked.tokens.end(body.closeBrace));
    const declaration = readFunction(body, definition, masked);
    functions.set(declaration.name, declaration);
  }
  return functions;
}

export type { FunctionBody } from './function-body.js';

/** `name ( … ) {` at file scope. */
export function functionBodies({ tokens, structure }: MaskedText): readonly FunctionBody[] {
  const bodies: FunctionBody[] = [];
  let first = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    const text = tokens.text(at);
    if (text === ';') {
      first = at + 1;
      continue;
    }
    const partner = structure.partner(at);
    if (partner <= at) {
      continue;
    }
    if (text === '{') {
      const name = functionNameBefore(tokens, structure, at);
      if (0 <= name) {
        const openParenthesis = name + 1;
        bodies.push({
          first: Math.min(first, name),
          name: pastedName(tokens, name),
          openParenthesis,
          closeParenthesis: structure.partner(openParenthesis),
          openBrace: at,
          closeBrace: partner,
        });
        first = partner + 1;
      }
    }
    at = partner;
  }
  return bodies;
}

function functionNameBefore(tokens: MaskedText['tokens'], structure: MaskedText['structure'], brace: number): number {
  if (structure.braceKind(brace) !== 'block' || !tokens.is(brace - 1, ')')) {
    return -1;
  }
  const name = structure.partner(brace - 1) - 1;
  return 0 <= name && tokens.isWord(name) && !isKeyword(tokens.text(name)) ? name : -1;
}

/** `DECLARE_COND(name) { … }` defines what its first argument names. */
function pastedName(tokens: MaskedText['tokens'], name: number): number {
  const isMacro = /^[A-Z][A-Z\d_]+$/.test(tokens.text(name)) && !tokens.isWord(name - 1) && !tokens.is(name - 1, '*');
  const isNamedInside = tokens.isWord(name + 2) && (tokens.is(name + 3, ')') || tokens.is(name + 3, ','));
  return isMacro && isNamedInside ? name + 2 : name;
}

function readFunction(body: FunctionBody, definition: SyntaxNode | undefined, masked: MaskedText): FunctionDeclaration {
  const { tokens } = masked;
  const nameAt = { start: tokens.start(body.name), end: tokens.end(body.name) };
  const end = tokens.end(body.closeBrace);
  const shared = {
    name: tokens.text(body.name),
    nameAt,
    ...mentionsOf(body, masked),
    filledFields: filledFields(body, masked),
    isStatic: hasWordBefore(body, masked, 'static'),
    isInline: hasWordBefore(body, masked, 'inline'),
  };
  if (definition === undefined) {
    return {
      ...shared,
      returns: unknownType,
      parameters: parametersFromTokens(body, masked),
      at: { start: tokens.start(body.first), end },
      hasSyntaxError: true,
    };
  }
  const type = childByField(definition, 'type');
  const declarator = childByField(definition, 'declarator');
  const declared = declare(type === undefined ? unknownType : typeOfSpecifier(type), declarator);
  return {
    ...shared,
    returns: declared.type.kind === 'function' ? declared.type.returns : unknownType,
    parameters: parametersOf(declarator),
    at: { start: definition.startIndex, end: definition.endIndex },
    hasSyntaxError: definition.hasError,
  };
}

function hasWordBefore(body: FunctionBody, { tokens }: MaskedText, word: string): boolean {
  for (let at = body.first; at < body.name; at += 1) {
    if (tokens.is(at, word)) {
      return true;
    }
  }
  return false;
}

interface Mentions {
  readonly mentions: ReadonlySet<string>;
  readonly mentionedFields: ReadonlySet<string>;
  readonly changedFields: ReadonlySet<string>;
  readonly callsThroughField: boolean;
}

function mentionsOf(body: FunctionBody, masked: MaskedText): Mentions {
  const { tokens } = masked;
  const ids = new Set<number>();
  const fieldIds = new Set<number>();
  const changedIds = new Set<number>();
  let callsThroughField = false;
  for (let at = body.openBrace + 1; at < body.closeBrace; at += 1) {
    if (tokens.isWord(at)) {
      ids.add(tokens.textId(at));
      if (tokens.is(at - 1, '->') || tokens.is(at - 1, '.')) {
        fieldIds.add(tokens.textId(at));
        callsThroughField ||= tokens.is(at + 1, '(');
        if (mayChange(masked, at)) {
          changedIds.add(tokens.textId(at));
        }
      }
    }
  }
  const wordsOf = (from: ReadonlySet<number>): ReadonlySet<string> => {
    const words = [...from].map((id) => tokens.texts[id] ?? '');
    return new Set(words.filter((word) => !isKeyword(word)));
  };
  return {
    mentions: wordsOf(ids),
    mentionedFields: wordsOf(fieldIds),
    changedFields: wordsOf(changedIds),
    callsThroughField,
  };
}

/** `x->field = …`, `x->field++`, `x->field[i] …`, and `&x->field` in somebody else's hands. */
function mayChange({ tokens, structure }: MaskedText, field: number): boolean {
  if (/^(?:[-+*/%&|^]?=|<<=|>>=|\+\+|--|\[)$/.test(tokens.text(field + 1))) {
    return true;
  }
  let first = field;
  while (tokens.is(first - 1, '->') || tokens.is(first - 1, '.')) {
    first -= 2;
    while (tokens.is(first, ']') || tokens.is(first, ')')) {
      first = Math.min(first, structure.partner(first)) - 1;
    }
  }
  return /^(?:&|\+\+|--)$/.test(tokens.text(first - 1));
}

/** Parameters of the innermost function declarator, which is the function's own. */
function parametersOf(declarator: SyntaxNode | undefined): readonly ParameterDeclaration[] {
  let own: SyntaxNode | undefined;
  for (let node = declarator; node !== undefined; node = childByField(node, 'declarator')) {
    if (node.type === nodeKinds.functionDeclarator) {
      own = node;
    }
  }
  const list = own === undefined ? undefined : childByField(own, 'parameters');
  return list === undefined ? [] : readParameters(list);
}

function readParameters(list: SyntaxNode): readonly ParameterDeclaration[] {
  const parameters = namedChildren(list)
    .filter((child) => child.type === nodeKinds.parameterDeclaration)
    .map((child) => {
      const type = childByField(child, 'type');
      const { name, type: declared } = declare(
        type === undefined ? unknownType : typeOfSpecifier(type),
        childByField(child, 'declarator'),
      );
      return { name, type: declared };
    });
  const isVoid = parameters.length === 1 && parameters[0]?.type.kind === 'void' && parameters[0].name === undefined;
  return isVoid ? [] : parameters;
}

/** Names only: the last word of each parameter. */
function parametersFromTokens(body: FunctionBody, { tokens, structure }: MaskedText): readonly ParameterDeclaration[] {
  const names: string[] = [];
  let last: string | undefined;
  for (let at = body.openParenthesis + 1; at <= body.closeParenthesis; at += 1) {
    if (tokens.is(at, ',') || at === body.closeParenthesis) {
      if (last !== undefined && last !== 'void') {
        names.push(last);
      }
      last = undefined;
    } else if (tokens.isWord(at)) {
      last = tokens.text(at);
    }
    at = Math.max(
      at,
      at < structure.partner(at) && structure.partner(at) < body.closeParenthesis ? structure.partner(at) : at,
    );
  }
  return names.map((name) => ({ name, type: unknownType }));
}
