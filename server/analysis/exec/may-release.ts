import { familyReleased } from '../api/api-function.js';
import { type FileIndex, functionNamed } from '../index/file-index.js';
import type { ExecContext } from './context.js';

const known = new WeakMap<FileIndex, Map<string, boolean>>();

/**
 * Whether a function that is not followed may release a mapping: it leads to the API, or it hands on a function that
 * releases something, as `kref_put(&vm->count, vm_release)` does.
 */
export function mayRelease(cx: ExecContext, name: string): boolean {
  if (cx.programs.has(name)) return true;
  const answers = known.get(cx.index) ?? new Map<string, boolean>();
  known.set(cx.index, answers);
  const before = answers.get(name);
  if (before !== undefined) return before;
  const answer = mentionsOf(cx, name).some((it) => mentionsOf(cx, it).some((named) => isRelease(cx, named)));
  answers.set(name, answer);
  return answer;
}

const mentionsOf = ({ index }: ExecContext, name: string): readonly string[] => [
  ...(functionNamed(index, name)?.mentions ?? []),
];

function isRelease(cx: ExecContext, name: string): boolean {
  const row = cx.apiByName(name);
  return row !== undefined && familyReleased(row) !== undefined;
}
