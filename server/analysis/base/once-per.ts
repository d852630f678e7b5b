/** A function that works something out once for each object, and remembers it as long as the object is there. */
export function oncePer<Of extends WeakKey, Value>(workOut: (of: Of) => Value): (of: Of) => Value {
  const known = new WeakMap<Of, Value>();
  return (of) => {
    const before = known.get(of);
    // Nothing may be an answer as well.
    if (before !== undefined || known.has(of)) return before as Value;
    const value = workOut(of);
    known.set(of, value);
    return value;
  };
}
