/**
 * Functions with those they call before them, otherwise in the order given: what a callee costs and leaves behind is
 * known when its caller is explored, whether or not it was declared ahead. In a cycle the one met first comes last.
 */
export function bottomUp(
  names: readonly string[],
  calleesOf: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open: { readonly name: string; readonly rest: Iterator<string> }[] = [];
  const enter = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    open.push({ name, rest: (calleesOf.get(name) ?? []).values() });
  };
  for (const name of names) {
    enter(name);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.rest.next();
      if (next.done !== true) {
        enter(next.value);
        continue;
      }
      order.push(top.name);
      open.pop();
    }
  }
  return order;
}
