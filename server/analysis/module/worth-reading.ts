// Which functions outside of the DMA cone are lowered all the same: for what is read off the text of all functions.
import type { CType } from '../index/c-type.js';
import type { FileIndex, FunctionDeclaration } from '../index/file-index.js';
import { isReadName } from '../written/check-file.js';
import { ringFields } from '../written/descriptors.js';
import { listFields } from '../written/list-origins.js';

/** Whether a function of a file has a part in what the device reads, or in where addresses go. */
export function worthReading(view: FileIndex): (declaration: FunctionDeclaration) => boolean {
  const rings = new Set([...ringFields(view)].map((field) => field.split('.').at(-1)));
  // Who goes through a list by hand has its address from the functions that kept it.
  const walks = [...view.functions.values()].some(({ mentions }) => mentions.has('sg_virt') || mentions.has('sg_next'));
  const lists = walks ? listFields(view) : none;
  const addresses = addressFields(view);
  const releasing = callersUpFrom(view, 'dma_release_channel');
  return ({ name, mentions, mentionedFields, parameters }) =>
    releasing.has(name) ||
    [...mentions].some(isReadName) ||
    parameters.some(({ type }) => isAddress(type)) ||
    [...mentionedFields].some((field) => rings.has(field) || lists.has(field) || addresses.has(field));
}

const none: ReadonlySet<string> = new Set();

/** What is declared to hold a DMA address: a function that reads it may lose a part of it. */
const addressFields = ({ structs }: FileIndex): ReadonlySet<string | undefined> =>
  new Set([...structs.values()].flatMap(({ fields }) => fields.flatMap((it) => (isAddress(it.type) ? it.name : []))));

const isAddress = (type: CType): boolean =>
  type.kind === 'array' ? isAddress(type.of) : type.kind === 'named' && type.name === 'dma_addr_t';

/** The functions that lead to a call: who releases a channel again is a caller of one that has done so. */
function callersUpFrom({ functions }: FileIndex, called: string): ReadonlySet<string> {
  const leading = new Set([called]);
  for (let before = 0; before < leading.size; ) {
    before = leading.size;
    for (const { name, mentions } of functions.values()) if (overlap(mentions, leading)) leading.add(name);
  }
  return leading;
}

const overlap = (words: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].some((word) => words.has(word));
