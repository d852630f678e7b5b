export interface Marker {
  /** Zero-based line the marker speaks about. */
  readonly line: number;
  /** Zero-based, half-open columns; the whole line when the marker is a trailing one. */
  readonly columns: { readonly start: number; readonly end: number } | 'whole-line';
  readonly rule: string;
  /** What the message must contain. */
  readonly text: string;
}

const caretForm = /^(\s*\/\/\s*)(\^+) ((?:dma|iommu|dmabuf|usb)\/[a-z-]+): (.+)$/;
const trailingForm = /\/\/ ((?:dma|iommu|dmabuf|usb)\/[a-z-]+): (.+)$/;

/**
 * The findings a C text expects of itself: `// rule: text` at the end of a code line, or `// ^^^ rule: text` below it,
 * where the carets are the exact span.
 */
export function parseMarkers(source: string): readonly Marker[] {
  const markers: Marker[] = [];
  let codeLine = -1;
  for (const [line, text] of source.split('\n').entries()) {
    const caret = caretForm.exec(text);
    if (caret !== null) {
      const [, before = '', carets = '', rule = '', message = ''] = caret;
      const columns = { start: before.length, end: before.length + carets.length };
      markers.push({ line: codeLine, columns, rule, text: message });
      continue;
    }
    codeLine = line;
    const trailing = trailingForm.exec(text);
    if (trailing !== null) {
      const [, rule = '', message = ''] = trailing;
      markers.push({ line, columns: 'whole-line', rule, text: message });
    }
  }
  return markers;
}

/** A function of a case file, found by kernel style: its body starts and ends with a brace in the first column. */
export interface CaseFunction {
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

export function caseFunctions(source: string): readonly CaseFunction[] {
  const functions: CaseFunction[] = [];
  let head: { readonly name: string; readonly firstLine: number } | undefined;
  for (const [line, text] of source.split('\n').entries()) {
    const name = /^(?:[a-z_][\w\s*]*[\s*])?(\w+)\(/.exec(text)?.[1];
    if (name !== undefined) head = { name, firstLine: line };
    if (text === '}' && head !== undefined) {
      functions.push({ ...head, lastLine: line });
      head = undefined;
    }
  }
  return functions;
}
