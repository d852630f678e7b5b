interface Relocation {
  /** What is added to every offset. */
  readonly by: number;
  /** The name a function or global of the file has outside of it. */
  readonly nameOf: (name: string) => string;
}

/**
 * A copy of plain data made of one file, as another file sees it: its spans moved, and what it names renamed where the
 * name means something else there. What stays as it is, most types do, is shared with the original.
 */
export function relocated<Data>(data: Data, relocation: Relocation): Data {
  return copy(data, relocation) as Data;
}

/** The tag that stands for a struct without one is made from its offset, so that it needs the file as well. */
function apart(tag: unknown, { by }: Relocation): unknown {
  return typeof tag === 'string' && tag.startsWith('<anonymous') ? `${tag}@${by}` : tag;
}

function copy(data: unknown, to: Relocation): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return copyList(data, to);
  if (data instanceof Set) return data;
  if (data instanceof Map) return new Map([...data].map(([key, value]) => [apart(key, to), copy(value, to)]));
  const { start, end, kind, name } = data as Readonly<Record<string, unknown>>;
  if (typeof start === 'number' && typeof end === 'number') return { start: start + to.by, end: end + to.by };
  const isRenamed = typeof name === 'string' && (kind === 'name' || kind === 'function' || kind === 'global');
  let copied: Record<string, unknown> | undefined;
  for (const key in data) {
    const value = (data as Readonly<Record<string, unknown>>)[key];
    let moved = value;
    if (typeof value === 'object') moved = copy(value, to);
    else if (key === 'tag') moved = apart(value, to);
    else if (isRenamed && key === 'name') moved = to.nameOf(name);
    if (moved === value) continue;
    // Made as a whole, so that it has the shape of what it was made from.
    copied ??= { ...data };
    copied[key] = moved;
  }
  return copied ?? data;
}

function copyList(list: readonly unknown[], to: Relocation): readonly unknown[] {
  const copied = list.map((it) => copy(it, to));
  return copied.every((it, position) => it === list[position]) ? list : copied;
}
