import { field, fields, type Syntax, textOf, unwrap } from './syntax.js';

/** What must be known of a whole function before its first statement is lowered. */
export interface Survey {
  /** Names whose address is taken or whose fields are used, so that they cannot be registers. */
  readonly needsMemory: ReadonlySet<string>;
  /** Names that something assigns to, initializes or takes the address of. */
  readonly written: ReadonlySet<string>;
  /** Labels, with the nodes around each from the outside in. */
  readonly labels: ReadonlyMap<string, readonly Syntax[]>;
}

interface Frame {
  readonly node: Syntax;
  readonly outer: Frame | undefined;
}

export function surveyFunction(definition: Syntax): Survey {
  const needsMemory = new Set<string>();
  const written = new Set<string>();
  const labels = new Map<string, readonly Syntax[]>();
  const open: Frame[] = [{ node: definition, outer: undefined }];
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    const { node } = frame;
    for (const name of namesInMemory(node)) {
      needsMemory.add(name);
      written.add(name);
    }
    for (const name of namesListed(node)) needsMemory.add(name);
    for (const name of namesWritten(node)) written.add(name);
    const label = node.kind === 'labeled_statement' ? field(node, 'label') : undefined;
    if (label !== undefined) labels.set(textOf(label), ancestors(frame));
    for (const child of node.children) {
      // Everything of interest has parts, and half of all nodes have none.
      if (child.children.length > 0) open.push({ node: child, outer: frame });
    }
  }
  return { needsMemory, written, labels };
}

function ancestors(frame: Frame): readonly Syntax[] {
  const result: Syntax[] = [];
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) result.push(at.node);
  return result.reverse();
}

/** One for all nodes: nearly none of them has anything to say. */
const none: readonly string[] = [];

function namesInMemory(node: Syntax): readonly string[] {
  const isField = node.kind === 'field_expression';
  if (!isField && node.kind !== 'pointer_expression') return none;
  const operator = field(node, 'operator');
  const argument = field(node, 'argument');
  if (operator === undefined || argument === undefined) return none;
  return textOf(operator) === (isField ? '.' : '&') ? nameIn(argument) : none;
}

/** `type x = { … }`: a struct, however its type is spelled. */
function namesListed(node: Syntax): readonly string[] {
  const isListed = node.kind === 'init_declarator' && field(node, 'value')?.kind === 'initializer_list';
  return isListed ? fields(node, 'declarator').flatMap(innermostName) : none;
}

function namesWritten(node: Syntax): readonly string[] {
  switch (node.kind) {
    case 'assignment_expression':
      return fields(node, 'left').flatMap(nameIn);
    case 'update_expression':
      return fields(node, 'argument').flatMap(nameIn);
    case 'init_declarator':
      return fields(node, 'declarator').flatMap(innermostName);
    default:
      return none;
  }
}

function nameIn(node: Syntax): readonly string[] {
  const inner = unwrap(node);
  return inner.kind === 'identifier' ? [textOf(inner)] : [];
}

function innermostName(node: Syntax): readonly string[] {
  let at: Syntax | undefined = node;
  while (at !== undefined && at.kind !== 'identifier') at = field(at, 'declarator') ?? at.children[0];
  return at === undefined ? [] : [textOf(at)];
}
