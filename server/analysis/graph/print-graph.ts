import type { CType } from '../index/c-type.js';
import type { BasicBlock, FunctionGraph, Local } from './function-graph.js';
import type { BlockId, CallInstr, Instr, LocalId, Operand, Place, Rvalue, Terminator } from './instr.js';

type Names = ReadonlyMap<LocalId, string>;

/** Stable text of a graph, for golden files and for developers. */
export function printGraph(graph: FunctionGraph): string {
  const names = localNames(graph.locals);
  const parameters = graph.locals.slice(0, graph.parameterCount).map((it) => names.get(it.id) ?? '');
  const lines = [`fn ${graph.name}(${parameters.join(', ')})`];
  const inMemory = graph.locals.filter((it) => it.inMemory && it.kind !== 'temporary');
  for (const it of inMemory)
    lines.push(`  ${it.isStatic ? 'static' : 'memory'} ${names.get(it.id)}: ${printType(it.type)}`);
  for (const block of graph.blocks) lines.push(...printBlock(block, names));
  for (const { what } of graph.problems) lines.push(`problem: ${what}`);
  return `${lines.join('\n')}\n`;
}

/** Shadowed names get a number, so that a line says which one it means. */
function localNames(locals: readonly Local[]): Names {
  const seen = new Map<string, number>();
  const names = new Map<LocalId, string>();
  for (const { id, name } of locals) {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    names.set(id, count === 1 ? name : `${name}#${count}`);
  }
  return names;
}

function printBlock(block: BasicBlock, names: Names): readonly string[] {
  const lines = [`b${block.id}:${block.loop === undefined ? '' : printLoop(block.loop, names)}`];
  for (const instr of block.instrs) lines.push(`  ${printInstr(instr, names)}`);
  lines.push(`  ${printEnd(block.end, names)}`);
  return lines;
}

function printLoop(loop: { writes: readonly LocalId[]; body: readonly BlockId[] }, names: Names): string {
  const writes = loop.writes.map((id) => names.get(id) ?? '');
  const sets = writes.length === 0 ? '' : `, writes ${writes.join(' ')}`;
  return ` loop of ${loop.body.map((id) => `b${id}`).join(' ')}${sets}`;
}

function printInstr(instr: Instr, names: Names): string {
  switch (instr.kind) {
    case 'assign':
      return `${names.get(instr.target)} = ${printValue(instr.value, names)}`;
    case 'load':
      return `${names.get(instr.target)} = load ${printPlace(instr.place, names)}`;
    case 'store':
      return `store ${printPlace(instr.place, names)}, ${printOperand(instr.value, names)}`;
    case 'copy':
      return `copy ${printPlace(instr.to, names)}, ${printPlace(instr.from, names)}`;
    case 'zero':
      return `zero ${printPlace(instr.place, names)}`;
    case 'call':
      return printCall(instr, names);
    case 'forget':
      return `forget ${instr.locals.map((id) => names.get(id)).join(', ')} (${instr.why})`;
  }
}

function printCall(call: CallInstr, names: Names): string {
  const target = call.target === undefined ? '' : `${names.get(call.target)} = `;
  const { callee } = call;
  const name = callee.kind === 'name' ? callee.name : `[${printOperand(callee.pointer, names)} ${callee.via}]`;
  const given = call.arguments.map((it) => printOperand(it, names)).join(', ');
  return `${target}${call.implied ? 'implied ' : ''}call ${name}(${given})`;
}

function printValue(value: Rvalue, names: Names): string {
  switch (value.kind) {
    case 'operand':
      return printOperand(value.operand, names);
    case 'unary':
      return `${value.operator}${printOperand(value.operand, names)}`;
    case 'binary':
      return `${printOperand(value.left, names)} ${value.operator} ${printOperand(value.right, names)}`;
    case 'advance':
      return `advance ${printOperand(value.pointer, names)}, ${printOperand(value.index, names)} of ${printType(value.element)}`;
    case 'cast':
      return `(${printType(value.type)}) ${printOperand(value.operand, names)}`;
    case 'address':
      return `&${printPlace(value.place, names)}`;
  }
}

function printOperand(operand: Operand, names: Names): string {
  switch (operand.kind) {
    case 'local':
      return names.get(operand.local) ?? '';
    case 'number':
      return String(operand.value);
    case 'string':
      return `"${operand.text}"`;
    case 'constant':
    case 'function':
      return operand.name;
    case 'sizeof':
      return `sizeof(${printType(operand.type)})`;
    case 'any':
      return `any (${operand.why})`;
  }
}

function printPlace(place: Place, names: Names): string {
  const { root } = place;
  const [first, ...rest] = place.steps;
  if (root.kind === 'pointee') {
    const pointer = printOperand(root.pointer, names);
    if (first === undefined) return `*${pointer}`;
    const start =
      first.kind === 'field' ? `${pointer}->${first.name}` : `${pointer}[${printOperand(first.index, names)}]`;
    return start + printSteps(rest, names);
  }
  const start = root.kind === 'stack' ? (names.get(root.local) ?? '') : `@${root.name}`;
  return start + printSteps(place.steps, names);
}

function printSteps(steps: Place['steps'], names: Names): string {
  return steps.map((it) => (it.kind === 'field' ? `.${it.name}` : `[${printOperand(it.index, names)}]`)).join('');
}

function printEnd(end: Terminator, names: Names): string {
  switch (end.kind) {
    case 'jump':
      return `${end.how === 'fallthrough' ? 'jump' : end.how} b${end.to}`;
    case 'branch':
      return `branch ${printOperand(end.condition, names)}, b${end.then}, b${end.otherwise}`;
    case 'switch':
      return printSwitch(end, names);
    case 'return':
      return end.value === undefined ? 'return' : `return ${printOperand(end.value, names)}`;
    case 'never':
      return 'never';
    case 'unsupported':
      return `unsupported ${end.what}`;
  }
}

function printSwitch(end: Extract<Terminator, { kind: 'switch' }>, names: Names): string {
  const cases = end.cases.map(({ from, to, block }) => {
    const [low, high] = [printOperand(from, names), printOperand(to, names)];
    return `${low === high ? low : `${low}...${high}`}: b${block}`;
  });
  return `switch ${printOperand(end.value, names)}, ${[...cases, `default: b${end.otherwise}`].join(', ')}`;
}

export function printType(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
    case 'named':
      return type.name;
    case 'pointer':
      return `${printType(type.to)} *`;
    case 'array':
      return `${printType(type.of)}[${type.count ?? ''}]`;
    case 'struct':
    case 'union':
    case 'enum':
      return `${type.kind} ${type.tag}`;
    case 'function':
      return `${printType(type.returns)}()`;
    case 'unknown':
      return '?';
  }
}
