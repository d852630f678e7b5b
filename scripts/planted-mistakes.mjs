// Mistakes that driver authors make, planted into the text of a driver: each is one change, and a list of what could be
// planted where. Good enough C to be read, as drivers write it; what does not look like that is passed over.

const release =
  /\b(dma_unmap_(?:single|page|sg|sgtable)(?:_attrs)?|dma_free_(?:coherent|attrs|noncoherent)|dma_pool_free)\s*\(/g;
const making = /\b(?:dma_map_(?:single|page|sg|sgtable)(?:_attrs)?|dma_alloc_(?:coherent|attrs)|dma_pool_z?alloc)\s*\(/;

/** One change of a text. `at` is where the mistake stands; the offsets are UTF-16 code units of the text before. */
const change = (kind, from, to, by) => ({ kind, at: from, from, to, by });

export function plant(text, { from, to, by }) {
  return text.slice(0, from) + by + text.slice(to);
}

export function mistakesIn(text) {
  return [...aboutReleases(text), ...aboutTests(text), ...aboutExits(text)];
}

function aboutReleases(text) {
  return calls(text, release).flatMap(({ name, at, end, given }) => {
    const size = name.startsWith('dma_free_')
      ? given[1]
      : /^dma_unmap_(?:single|page)/.test(name)
        ? given[2]
        : undefined;
    const direction = given.find(([from, to]) => /^DMA_(?:TO|FROM)_DEVICE$/.test(text.slice(from, to).trim()));
    const turned =
      direction && (text.slice(...direction).includes('TO_DEVICE') ? ' DMA_FROM_DEVICE' : ' DMA_TO_DEVICE');
    return [
      change('release dropped', at, end, ';'),
      change('release repeated', at, end, `${text.slice(at, end)} ${text.slice(at, end)}`),
      ...(size ? [change('size of a release changed', ...size, `(${text.slice(...size)}) + 8`)] : []),
      ...(direction ? [change('direction of a release turned', ...direction, turned)] : []),
    ];
  });
}

/** `if (dma_mapping_error(..))` becomes `if (0)`. */
function aboutTests(text) {
  return calls(text, /\b(dma_mapping_error)\s*\(/g, '')
    .filter(({ at }) => /if\s*\(\s*(?:unlikely\s*\(\s*)?$/.test(text.slice(Math.max(0, at - 40), at)))
    .map(({ at, end }) => change('test of a mapping dropped', at, end, '0'));
}

/** `goto err_unmap` behind a mapping becomes a plain return. */
function aboutExits(text) {
  return functions(text).flatMap(({ head, body, start }) => {
    const made = making.exec(body);
    const leave = plainReturn(head);
    if (made === null || leave === undefined) return [];
    return [...body.matchAll(/\bgoto (\w+);/g)].flatMap((found) => {
      const label = body.search(new RegExp(`^\\s*${found[1]}:`, 'm'));
      const isBehind = made.index + 200 < found.index && found.index < label;
      if (!isBehind || body.slice(label).search(release) < 0) return [];
      return change('exit without clean-up', start + found.index, start + found.index + found[0].length, leave);
    });
  });
}

function plainReturn(head) {
  if (/\*\s*\w+\s*\(/.test(head)) return 'return NULL;';
  return /^(?:static\s+)?(?:inline\s+)?(?:int|long|ssize_t)\s/.test(head) ? 'return -EIO;' : undefined;
}

/** Functions that begin and end in the first column, as kernel style has it. */
function functions(text) {
  return [...text.matchAll(/^([A-Za-z_][^\n;=]*\([^;{}]*\)\s*)\n\{\n([\s\S]*?)\n\}/gm)].map((found) => ({
    head: found[1],
    body: found[2],
    start: found.index + found[0].length - 2 - found[2].length,
  }));
}

/** Calls with their arguments as ranges; with `behind` only those that are followed by it and are a statement of their own. */
function calls(text, name, behind = ';') {
  return [...text.matchAll(name)].flatMap((found) => {
    const given = argumentsFrom(text, text.indexOf('(', found.index));
    const last = given.at(-1);
    if (last === undefined) return [];
    const before = text.slice(text.lastIndexOf('\n', found.index) + 1, found.index);
    if (behind !== '' && (text[last[1] + 1] !== behind || before.trim() !== '')) return [];
    return { name: found[1], at: found.index, end: last[1] + 1 + behind.length, given };
  });
}

function argumentsFrom(text, open) {
  const given = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at += 1) {
    if ('([{'.includes(text[at])) depth += 1;
    else if (')]}'.includes(text[at])) depth -= 1;
    if (depth === 0 || (depth === 1 && text[at] === ',')) {
      given.push([from, at]);
      from = at + 1;
    }
    if (depth === 0) return given;
  }
  return [];
}
