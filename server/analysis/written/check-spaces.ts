import type { Span } from '../base/span.js';
import type { Place } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import type { Flow, Source } from './flow.js';
import { apiCalls, argumentsIn, type Raise, type WrittenFile } from './file.js';

/** Pointers declared `__iomem` or `__user` that are used like memory of the kernel, whatever they were cast to. */
export function checkSpaces(file: WrittenFile, flow: Flow, raise: Raise): void {
  for (const call of apiCalls(file, flow)) {
    const isConversion = call.row.does === 'plain' && call.row.effect === 'to-physical';
    if (!isConversion && (call.row.does !== 'map' || call.row.family !== 'single')) continue;
    for (const { operand } of argumentsIn(call, 'cpu-address')) {
      const [only, ...others] = flow.sourcesOf(operand, call.position, 'parts');
      const declared = only === undefined || others.length > 0 ? undefined : declarationOf(file, flow, only);
      const space = declared === undefined ? undefined : spaceOf(declared.text);
      if (declared === undefined || space === undefined) continue;
      const { at: declaredAt, name: what } = declared;
      const common = { at: call.instr.calleeAt, heuristics: [], functionName: flow.graph.name } as const;
      // Linux arch/arm64/include/asm/memory.h (6.12): `virt_to_phys()` is arithmetic within the linear map.
      if (isConversion) {
        if (space === 'iomem') raise({ ...common, id: 'PHYS_OF_REGISTERS', conversion: call.name, what, declaredAt });
        continue;
      }
      raise({ ...common, id: 'MAPPED_OTHER_SPACE', name: call.name, what, space, declaredAt });
    }
  }
}

const spaceOf = (declaration: string): 'iomem' | 'user' | undefined =>
  /\b__iomem\b/.test(declaration) ? 'iomem' : /\b__user\b/.test(declaration) ? 'user' : undefined;

interface Declared {
  readonly name: string;
  readonly at: Span;
  /** From the end of what stands before it: a type may be said once for several fields. */
  readonly text: string;
}

function declarationOf(file: WrittenFile, flow: Flow, source: Source): Declared | undefined {
  if (source.kind === 'parameter') {
    const local = flow.localOf(source.local);
    return local === undefined ? undefined : { ...local, text: declarationText(file.text, local.at, '(,') };
  }
  return source.kind === 'load' ? fieldOf(file, source.place) : undefined;
}

/** The declaration of the only field on the way to a place. */
function fieldOf({ index, text }: WrittenFile, { root, steps }: Place): Declared | undefined {
  const [step, ...others] = steps;
  if (root.kind !== 'pointee' || step?.kind !== 'field' || others.length > 0) return undefined;
  const type = resolveType(root.element, index);
  const fields = type.kind === 'struct' ? index.structs.get(type.tag)?.fields : undefined;
  const field = fields?.find(({ name }) => name === step.name);
  return field === undefined
    ? undefined
    : { name: step.name, at: field.at, text: declarationText(text, field.at, ';{}') };
}

/** Nothing for a declaration in a header, whose text is not here. */
function declarationText(text: string, at: Span, ends: string): string {
  if (at.end > text.length) return '';
  const before = Math.max(...ends.split('').map((end) => text.lastIndexOf(end, at.start - 1)));
  return text.slice(before + 1, at.end);
}
