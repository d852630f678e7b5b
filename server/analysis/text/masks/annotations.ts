import type { EqualLengthText } from '../equal-length-text.js';
import type { Annotation, SideEntry } from '../side-table.js';
import type { MacroDirective } from '../conditionals.js';
import type { Tokens } from '../tokens.js';

// Linux include/linux/{compiler,compiler_attributes,compiler_types,init,cache,linkage}.h (6.12); __devinit, __cpuinit,
// __refconst and their kind are gone since 3.10, but drivers outside the tree still have them.
const bareNames = new Set(
  (
    '__force __nocast __kernel __safe __private __bitwise __must_check __maybe_unused __always_unused ' +
    '__used __unused __deprecated __init __initdata __initconst __exit __exitdata __exitconst __exit_p ' +
    '__exit_call __meminit __memexit __meminitdata __memexitdata __devinit __devexit __devinitdata ' +
    '__devinitconst __devexitdata __cpuinit __cpuinitdata __cpuexit __net_init __net_exit __net_initdata ' +
    '__net_exit_refok __ref __refdata __refconst __init_refok __initdata_or_module __init_or_module ' +
    '__initconst_or_module __ro_after_init __read_mostly __cold __pure __weak __visible __always_inline ' +
    '__noreturn __malloc __gnu_inline __designated_init __randomize_layout __no_randomize_layout ' +
    '__latent_entropy __noclone __no_sanitize_address __no_sanitize_undefined __nonstring __no_kcsan ' +
    '__no_kasan_or_inline __bpf_kfunc __kprobes __sched __lockfunc __cpuidle __noscs __flatten ' +
    '__attribute_const__ __nosavedata __may_alias__ __page_aligned_bss __page_aligned_data __restrict ' +
    '__restrict__ noinline noinline_for_stack noinstr notrace asmlinkage nokprobe_inline ' +
    '__no_caller_saved_registers __mode __extension__ __inline __inline__ __cdecl __irq_entry ' +
    '__softirq_entry __exception_irq_entry __bpf_hook_start __data_racy __signed__ __tracepoint_string ' +
    '__no_stack_protector __uninitialized'
  ).split(' '),
);

/** Blanked with their parentheses. */
const callNames = new Set(
  (
    '__attribute__ __attribute __acquires __releases __must_hold __printf __scanf __counted_by ' +
    '__counted_by_le __counted_by_be __section __alias __assume_aligned __alloc_size __realloc_size ' +
    '__diagnose_as __copy __compiletime_error __compiletime_warning __cond_acquires __initcall_section ' +
    '__declspec __cleanup'
  ).split(' '),
);

const meaningful: ReadonlyMap<string, Annotation['name']> = new Map([
  ['__aligned', 'aligned'],
  ['__packed', 'packed'],
  ['____cacheline_aligned', 'cacheline-aligned'],
  ['____cacheline_aligned_in_smp', 'cacheline-aligned'],
  ['____cacheline_internodealigned_in_smp', 'cacheline-aligned'],
  ['__cacheline_aligned', 'cacheline-aligned'],
  ['__cacheline_aligned_in_smp', 'cacheline-aligned'],
  ['__iomem', 'iomem'],
  ['__user', 'user'],
  ['__percpu', 'percpu'],
  ['__rcu', 'rcu'],
] satisfies readonly (readonly [string, Annotation['name']])[]);

/**
 * Blanks words that say something about a declaration without being part of its grammar.
 * Runs before everything else; later masks see the remaining tokens only.
 */
export function maskAnnotations(
  source: string,
  tokens: Tokens,
  text: EqualLengthText,
  macros: readonly MacroDirective[],
  note: (entry: SideEntry) => void,
): Tokens {
  const own = annotationMacros(macros);
  const wanted = tokens.texts.map((word) => isAnnotation(word) || own.has(word) || looksLikeSpecifier(word));
  const gone = new Uint8Array(tokens.count);

  for (let at = 0; at < tokens.count; at += 1) {
    if (wanted[tokens.textId(at)] !== true || !tokens.isWord(at) || isMember(tokens, at)) {
      continue;
    }
    const word = tokens.text(at);
    if (!isAnnotationHere(tokens, at, word, own, (before) => gone[before] === 1)) {
      continue;
    }
    const last = hasParentheses(word) || (own.get(word) ?? false) ? closingParenthesis(tokens, at) : at;
    const span = { start: tokens.start(at), end: tokens.end(last) };
    text.blank(span.start, span.end);
    gone.fill(1, at, last + 1);
    const argument = at + 1 < last ? source.slice(tokens.start(at + 2), tokens.start(last)).trim() : undefined;
    for (const { name, value } of meaningOf(word, argument)) {
      note({ kind: 'annotation', at: span, name, argument: value });
    }
    if (word === '__free' && argument !== undefined) {
      const empty = { start: span.end, end: span.end };
      note({ kind: 'free', at: span, cleanup: argument, argument: '', argumentAt: empty });
    }
    at = last;
  }
  return tokens.select((at) => gone[at] === 0);
}

/** An upper-case word, which may stand for `static` or for nothing: `STATIC`, `INDIRECT_CALLABLE_SCOPE`. */
const looksLikeSpecifier = (word: string): boolean => /^[A-Z][A-Z_\d]{2,}$/.test(word) || word.startsWith('KERN_');

function isAnnotationHere(
  tokens: Tokens,
  at: number,
  word: string,
  own: ReadonlyMap<string, boolean>,
  isGone: (at: number) => boolean,
): boolean {
  if (own.has(word) || bareNames.has(word) || meaningful.has(word)) {
    return true;
  }
  if (hasParentheses(word)) {
    return tokens.is(at + 1, '(');
  }
  if (word.startsWith('KERN_')) {
    // `KERN_INFO pr_fmt("…")`: a name in front of a string that a macro makes.
    return tokens.isWord(at + 1);
  }
  return (isGone(at - 1) || startsDeclaration(tokens, at)) && specifiersAfter.has(tokens.text(at + 1));
}

const specifiersAfter = new Set(
  'static inline void bool int unsigned signed char short long struct union enum u8 u16 u32 u64 __u32 irqreturn_t netdev_tx_t'.split(
    ' ',
  ),
);

/** Before a semicolon or a brace at the line start nothing else than a declaration can stand. */
function startsDeclaration(tokens: Tokens, at: number): boolean {
  const before = tokens.text(at - 1);
  return at === 0 || before === ';' || before === '}' || before === ')';
}

const isAnnotation = (word: string): boolean => bareNames.has(word) || meaningful.has(word) || hasParentheses(word);
const hasParentheses = (word: string): boolean => callNames.has(word) || word === '__aligned' || word === '__free';

/** `x->__unused` and `.__unused =` name a field. */
function isMember(tokens: Tokens, at: number): boolean {
  return tokens.is(at - 1, '.') || tokens.is(at - 1, '->');
}

/** Macros of this file that are empty or only attributes; `true` when they take arguments. */
function annotationMacros(macros: readonly MacroDirective[]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { name, body, parameters } of macros) {
    if (isOnlyAnnotations(body)) {
      found.set(name, parameters !== undefined);
    } else {
      found.delete(name);
    }
  }
  return found;
}

function isOnlyAnnotations(body: string): boolean {
  if (body === '' || !body.startsWith('__')) {
    return false;
  }
  const rest = body.replace(/\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, ' ');
  return rest.split(/\s+/).every((word) => word === '' || isAnnotation(word));
}

function closingParenthesis(tokens: Tokens, word: number): number {
  if (!tokens.is(word + 1, '(')) {
    return word;
  }
  let depth = 0;
  for (let at = word + 1; at < tokens.count; at += 1) {
    const text = tokens.text(at);
    if (text === '(') {
      depth += 1;
    } else if (text === ')') {
      depth -= 1;
      if (depth === 0) {
        return at;
      }
    } else if (text === ';' || text === '{') {
      break;
    }
  }
  return word;
}

interface Meaning {
  readonly name: Annotation['name'];
  readonly value: string | undefined;
}

function meaningOf(word: string, argument: string | undefined): readonly Meaning[] {
  const name = meaningful.get(word);
  if (name !== undefined) {
    return [{ name, value: argument }];
  }
  return word.startsWith('__attribute') && argument !== undefined ? attributeMeanings(argument) : [];
}

/** `__attribute__((packed, aligned(8)))`. */
function attributeMeanings(list: string): readonly Meaning[] {
  const meanings: Meaning[] = [];
  if (/\b(?:__)?packed(?:__)?\b/.test(list)) {
    meanings.push({ name: 'packed', value: undefined });
  }
  const aligned = /\b(?:__)?aligned(?:__)?\b\s*(?:\(((?:[^()]|\([^()]*\))*)\))?/.exec(list);
  if (aligned !== null) {
    meanings.push({ name: 'aligned', value: aligned[1]?.trim() });
  }
  return meanings;
}
