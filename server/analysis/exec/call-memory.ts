import type { MemoryFunction } from '../api/api-function.js';
import { checkFreed, noteDropped } from '../contract/check-freed.js';
import { constantKey } from '../contract/symbol-keys.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import { rootOf } from '../symbolic/region.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import { constantByName } from '../api/index.js';
import { type ExecContext, worldOf } from './context.js';
import { pointedRoot, resultSymbol, withResult } from './call-unknown.js';
import { type Path, setLocal, pathWith } from './path.js';
import type { Call } from './call.js';

/** The kernel's allocators: a pointer to memory of its own, or the end of such memory. */
export function stepMemoryFunction(
  cx: ExecContext,
  path: Path,
  call: Call,
  api: ApiCall & { readonly row: MemoryFunction },
): Path {
  return api.row.does === 'get-memory' ? getMemory(cx, path, call, api) : putMemory(cx, path, call, api);
}

function getMemory(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MemoryFunction }): Path {
  const { row } = api;
  const never = row.fails === 'error-pointer' ? {} : { minimum: row.fails === 'never' ? 1 : 0 };
  const pointer = resultSymbol(cx, path, call, row.name, { kind: 'memory', isPointer: true, ...never });
  const flags = flagsOf(api);
  cx.memory.set(rootOf(cx.terms.pointee(pointer)), {
    kind: isLowPage(cx, api) ? 'pages' : row.memory,
    allocator: row.name,
    at: api.at,
    zeroed: row.zeroed ?? false,
    fails: isGiven(flags, '__GFP_NOFAIL') ? 'never' : row.fails,
    isHigh: isGiven(flags, '__GFP_HIGHMEM'),
    managed: row.managed ?? false,
    madeInLoop: api.isInLoop,
  });
  const { target } = call.instr;
  return target === undefined ? path : setLocal(path, target, pointer);
}

/** The address of a page that is known to lie in the linear map is its only one. */
function isLowPage(cx: ExecContext, api: ApiCall & { readonly row: MemoryFunction }): boolean {
  const page = api.row.memory === 'kmap' ? argumentOf(api, 'page') : undefined;
  const root = page === undefined ? undefined : pointedRoot(cx, page.term);
  const memory = root === undefined ? undefined : cx.memory.get(root);
  return memory?.kind === 'pages' && !memory.isHigh;
}

const flagsOf = (api: ApiCall): Term | undefined => argumentOf(api, 'gfp-flags')?.term;

// The bits are those of `api/constants.ts`; Linux include/linux/gfp_types.h (6.12).
function isGiven(flags: Term | undefined, name: '__GFP_NOFAIL' | '__GFP_HIGHMEM'): boolean {
  const bit = constantByName(name);
  if (flags?.kind === 'const' && bit !== undefined) return Math.floor(flags.value / bit) % 2 === 1;
  return flags !== undefined && symbolsOf(flags).some((symbol) => symbol.key === constantKey(name));
}

function putMemory(cx: ExecContext, path: Path, call: Call, api: ApiCall & { readonly row: MemoryFunction }): Path {
  const after = withResult(cx, path, call, api.row.name);
  const freed = argumentOf(api, 'cpu-address', 'page');
  const root = freed === undefined ? undefined : pointedRoot(cx, freed.term);
  // After the last reference but one, others still have it.
  if (root === undefined) return after;
  if (api.row.data !== undefined) {
    return pathWith(after, { contract: noteDropped(worldOf(cx, path), after.contract, root, api, api.row.data) });
  }
  if (api.row.counted === true) return after;
  checkFreed(worldOf(cx, path), path.contract, root, api);
  cx.exposed.driver.add(root);
  return pathWith(after, { freed: new Set([...after.freed, root]) });
}
