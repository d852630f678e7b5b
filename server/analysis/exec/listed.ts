import type { PlainFunction } from '../api/api-function.js';
import { checkListed } from '../contract/check-buffer.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import type { Region } from '../symbolic/region.js';
import { read } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { storeValue } from './memory.js';
import { addressOfPage } from './pages.js';
import type { Path } from './path.js';

type PlainCall = ApiCall & { readonly row: PlainFunction };

/** Puts the memory that a call names into an entry of a list, to be found there again: `sg_init_one(&sg, buf, len)`. */
export function listMemory(cx: ExecContext, path: Path, api: PlainCall): Path {
  const entry = argumentOf(api, 'scatterlist');
  if (api.row.lists === undefined || entry === undefined) return path;
  const buffer = argumentOf(api, 'cpu-address');
  const page = argumentOf(api, 'page');
  if (buffer !== undefined) checkListed(worldOf(cx, path), api, buffer);
  const address = page === undefined ? buffer?.term : addressOfPage(cx, page.term);
  return address === undefined ? path : storeValue(cx, path, listedIn(cx, entry.term), address, api.at);
}

/** The address of the memory that this path put into the entry a call names; of a page, where the page begins. */
export function listedAt(cx: ExecContext, path: Path, api: PlainCall): Term | undefined {
  const entry = argumentOf(api, 'scatterlist');
  return entry === undefined ? undefined : read(path.store, listedIn(cx, entry.term));
}

/** Where an entry keeps its memory: a page in the kernel, the address of it here, whichever way it was given. */
function listedIn(cx: ExecContext, entry: Term): Region {
  return cx.terms.field(cx.terms.pointee(entry), 'page_link');
}
