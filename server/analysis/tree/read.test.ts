import { expect, test } from 'vitest';
import { testParser } from '../../../test/support/parser.js';
import { nodeKinds } from './node-kinds.js';
import {
  callArguments,
  calleeName,
  childByField,
  declaredName,
  functionDefinitionAt,
  topLevelItems,
  type SyntaxNode,
} from './read.js';

async function inTree<Result>(source: string, look: (root: SyntaxNode) => Result): Promise<Result> {
  const tree = (await testParser()).parse(source);
  try {
    return look(tree.root);
  } finally {
    tree.delete();
  }
}

function find(node: SyntaxNode, type: string): SyntaxNode {
  const found = node.descendantsOfType(type)[0];
  if (found === undefined || found === null) {
    throw new Error(`no ${type} in the tree`);
  }
  return found;
}

test('a call has a name and arguments, comments left out', async () => {
  await inTree('int f(void) { g(a, /* b */ c); }', (root) => {
    const call = find(root, nodeKinds.callExpression);
    expect(calleeName(call)).toBe('g');
    expect(callArguments(call).map((argument) => argument.text)).toEqual(['a', 'c']);
  });
});

test('a call through an expression has no name', async () => {
  await inTree('int f(void) { ops->g(a); }', (root) => {
    expect(calleeName(find(root, nodeKinds.callExpression))).toBeUndefined();
  });
});

test.each([
  ['int (*x[4])(void);', 'x'],
  ['char **y;', 'y'],
  ['int (z);', 'z'],
])('%s declares %s', async (source, name) => {
  await inTree(source, (root) => {
    const declarator = childByField(find(root, nodeKinds.declaration), 'declarator');
    expect(declarator === undefined ? undefined : declaredName(declarator)?.text).toBe(name);
  });
});

test('items are found inside of others, and definitions by their name', async () => {
  const source = 'int a(void) { }\nextern "C" { int b(void) { } }\n';
  await inTree(source, (root) => {
    const definitions = topLevelItems(root).filter(({ type }) => type === nodeKinds.functionDefinition);
    expect(definitions.map((node) => node.startIndex)).toEqual([0, source.indexOf('int b')]);
    expect(functionDefinitionAt(root, source.indexOf('b(void)'))?.startIndex).toBe(source.indexOf('int b'));
    expect(functionDefinitionAt(root, source.indexOf('extern'))).toBeUndefined();
  });
});

test('every node kind we name exists in the grammar', async () => {
  await inTree('', (root) => {
    const { language } = root.tree;
    const known = new Set(Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id)));
    const missing = Object.values(nodeKinds).filter((kind) => kind !== 'ERROR' && !known.has(kind));
    expect(missing).toEqual([]);
  });
});
