/**
 * Machine scripts: one op a line in the machine's own words, `---`, the event log.
 *
 *     platform armv7-iommu [iova-base=0x20345000] [cma=off] [profile=k310] [without=Q1]
 *     buffer b 64 [kmalloc]        place n 0x50001000 16      part b 16 8 priv->flags
 *     h = map-page dev0 b to-device
 *     unmap-page dev0 h 60 to-device
 *
 * A place is `name`, `name+0x40`, `linear:name` (the linear address of what a name holds), `list.1` (a
 * segment) or an address. Sizes may be left out where the name knows one. `#` starts a comment line.
 */
import {
  boot,
  bytes,
  type Direction,
  type DmaAddr,
  type DmaAttr,
  deviceId,
  dmaAddr,
  findPlatform,
  type Frame,
  type KernelVa,
  kernelVa,
  type MachineOp,
  type MachineState,
  type MapId,
  type Names,
  offsetBy,
  type OpResult,
  type Platform,
  physAddr,
  physToKernel,
  type PhysAddr,
  play,
  printEventLog,
  type StepId,
  userVa,
  iova,
} from '#engine';

export interface MachineScript {
  readonly input: readonly string[];
}

/** The part above `---`. */
export function splitScript(text: string): MachineScript {
  const [input = ''] = text.split(/^---$/m);
  return { input: input.split('\n').filter((line) => line.trim() !== '') };
}

export interface PlayedScript {
  readonly frames: readonly Frame[];
  readonly log: readonly string[];
}

/** Plays a script; problems in the script itself throw, since the test's author made them. */
export function playScript(script: MachineScript): PlayedScript {
  const commands = script.input.filter((line) => !line.startsWith('#')).map(parseCommand);
  const [first, ...rest] = commands;
  if (first?.verb !== 'platform') throw new Error('a script starts with its platform');
  const platform = toPlatform(first.words);
  const bindings = new Map<string, number>();
  for (const [index, command] of rest.entries()) {
    const name = command.name ?? (definesName.has(command.verb) ? command.words[0] : undefined);
    if (name !== undefined) bindings.set(name, index);
  }
  const ops = rest.map((command) => (frames: readonly Frame[]) => toOp(command, { platform, frames, bindings }));
  const frames = play(boot(platform), ops);
  return { frames, log: logOf(frames, bindings) };
}

const definesName = new Set(['buffer', 'place']);

interface Command {
  readonly name: string | undefined;
  readonly verb: string;
  readonly words: readonly string[];
}

function parseCommand(line: string): Command {
  const words = line.trim().split(/\s+/);
  const [name, equals, verb = '', ...rest] = words;
  if (equals === '=') return { name, verb, words: rest };
  return { name: undefined, verb: name ?? '', words: words.slice(1) };
}

function toPlatform([name = '', ...options]: readonly string[]): Platform {
  const preset = findPlatform(name);
  if (preset === undefined) throw new Error(`no platform ${name}`);
  return options.reduce(withOption, preset);
}

function withOption(platform: Platform, option: string): Platform {
  const { iommu } = platform;
  if (option === 'cma=off') return { ...platform, cma: { kind: 'off' } };
  const [key, value] = option.split('=');
  if (key === 'without') return { ...platform, quirks: platform.quirks.filter((quirk) => quirk !== value) };
  if (iommu.kind === 'none') throw new Error(`no option ${option}`);
  if (option === 'profile=k310') {
    // Linux 3.10: no permission bits in SYSMMU words, and none asked for.
    const quirks: Platform['quirks'] = [...platform.quirks, 'Q20'];
    return { ...platform, profile: 'k310', quirks, iommu: { ...iommu, format: 'sysmmu-v3-linux-3.10' } };
  }
  if (key !== 'iova-base') throw new Error(`no option ${option}`);
  const iovaBytes = bytes(128 * 1024 * 1024);
  return { ...platform, iommu: { ...iommu, iovaBase: iova(Number(value)), iovaBytes, iovaInUse: bytes(0) } };
}

interface Cx {
  readonly platform: Platform;
  readonly frames: readonly Frame[];
  readonly bindings: ReadonlyMap<string, number>;
}

function toOp({ verb, words, name }: Command, cx: Cx): MachineOp {
  const [a = '', b = '', c = '', d = ''] = words;
  const device = deviceId(a);
  const attrs = words.filter((word): word is DmaAttr => attributes.has(word));
  const direction = words.find(isDirection) ?? 'bidirectional';
  switch (verb) {
    case 'buffer':
      return { kind: 'allocate-buffer', name: a, size: bytes(Number(b)), region: (c || 'kmalloc') as 'kmalloc' };
    case 'place':
      return { kind: 'place-buffer', name: a, at: physAddr(Number(b)), size: bytes(Number(c)) };
    case 'part':
      return { kind: 'name-part', object: bufferOf(cx, a).object, offset: Number(b), size: bytes(Number(c)), name: d };
    case 'free-buffer':
      return { kind: 'free-buffer', object: bufferOf(cx, a).object };
    case 'map-single':
      return { kind: verb, device, ...sized(kernelPlace(cx, b), c), direction, attrs };
    case 'map-page': {
      const { pa, size } = physPlace(cx, b);
      const offset = pa % 4096;
      return { kind: verb, device, page: offsetBy(pa, -offset), offset, size: sizeOr(c, size), direction, attrs };
    }
    case 'unmap-single':
    case 'unmap-page':
      return { kind: verb, device, ...handle(cx, b, c), direction, attrs };
    case 'check':
      return { kind: 'check-mapping-error', device, address: handle(cx, b, '').address };
    case 'sync-for-cpu':
    case 'sync-for-device':
      return { kind: verb, device, ...handle(cx, b, c), offset: 0, direction };
    case 'map-sg':
      return { kind: verb, device, entries: words.slice(1).flatMap((word) => sgEntry(cx, word)), direction, attrs };
    case 'unmap-sg':
      return { kind: verb, device, list: listOf(cx, b), nents: Number(c), direction, attrs };
    case 'sync-sg-for-cpu':
    case 'sync-sg-for-device':
      return { kind: verb, device, list: listOf(cx, b), nents: Number(c), direction };
    case 'program-sg':
      return { kind: verb, device, list: listOf(cx, b), count: Number(c), lengths: d === 'cpu' ? 'cpu' : 'dma' };
    case 'alloc':
      return { kind: 'alloc-attrs', device, size: bytes(Number(b)), gfp: c === 'atomic' ? 'atomic' : 'kernel', attrs };
    case 'free':
      return { kind: 'free-attrs', device, ...allocation(cx, b), attrs };
    case 'mmap':
      return { kind: 'mmap-attrs', device, ...allocation(cx, b), attrs, pageOffset: Number(c), pages: Number(d) };
    case 'alloc-pages':
      return { kind: verb, device, size: bytes(Number(b)), direction, gfp: 'kernel' };
    case 'cpu-load':
    case 'cpu-store':
      return { kind: verb, ...sized(kernelPlace(cx, a), b) };
    case 'user-load':
    case 'user-store':
      return { kind: verb, va: userPlace(cx, a), size: bytes(Number(b)) };
    case 'device-read':
    case 'device-write':
      return { kind: verb, device, ...handle(cx, b, c) };
    case 'program':
      return { kind: 'program-address', device, address: handle(cx, b, '').address };
    case 'writel':
      return { kind: 'mmio-write', device, ordering: 'ordered' };
    case 'writel-relaxed':
      return { kind: 'mmio-write', device, ordering: 'relaxed' };
    case 'dma-wmb':
    case 'wmb':
      return { kind: 'barrier', barrier: verb };
    case 'device':
      return { kind: 'add-device', device, bus: b === 'pci' ? 'pci' : 'platform' };
    case 'unbind':
      return { kind: verb, device };
    case 'fail':
      return { kind: 'inject-failure', of: a === 'alloc' ? 'alloc' : 'map' };
    default:
      throw new Error(`no op ${verb}${name === undefined ? '' : ` for ${name}`}`);
  }
}

const attributes = new Set([
  'weak-ordering',
  'write-combine',
  'no-kernel-mapping',
  'skip-cpu-sync',
  'force-contiguous',
  'alloc-single-pages',
  'no-warn',
  'privileged',
]);

function isDirection(word: string): word is Direction {
  return word === 'to-device' || word === 'from-device' || word === 'bidirectional';
}

function resultOf(cx: Cx, name: string): OpResult {
  const frame = cx.frames[cx.bindings.get(name) ?? -1];
  if (frame === undefined) throw new Error(`nothing is called ${name} yet`);
  return frame.result;
}

function bufferOf(cx: Cx, name: string): Extract<OpResult, { kind: 'buffer' }> {
  const result = resultOf(cx, name);
  if (result.kind !== 'buffer') throw new Error(`${name} is no buffer`);
  return result;
}

function allocation(cx: Cx, name: string): { cpuAddress: KernelVa; address: DmaAddr; size: ReturnType<typeof bytes> } {
  const result = resultOf(cx, name);
  if (result.kind !== 'allocated') throw new Error(`${name} is no allocation`);
  const { cpuAddress, address } = result;
  return { cpuAddress, address, size: bytes(sizeOf(cx, result.allocation)) };
}

function listOf(cx: Cx, name: string): MapId {
  const result = resultOf(cx, name);
  if (result.kind !== 'sg-mapped') throw new Error(`${name} is no mapped list`);
  return result.list;
}

/** The size a mapping was made with, also after its release. */
function sizeOf(cx: Cx, id: MapId): number {
  return cx.frames.flatMap((frame) => frame.state.mappings.get(id)?.size ?? [])[0] ?? 0;
}

function splitPlace(place: string): { readonly name: string; readonly offset: number } {
  const [name = '', offset = '0'] = place.split('+');
  return { name, offset: Number(offset) };
}

/** An address space cannot be seen from a number, so each kind of place has its own reader. */
function physPlace(cx: Cx, place: string): { readonly pa: PhysAddr; readonly size: number } {
  const { name, offset } = splitPlace(place);
  if (/^\d/.test(name)) return { pa: physAddr(Number(name) + offset), size: 0 };
  const { pa, size } = bufferOf(cx, name);
  return { pa: offsetBy(pa, offset), size: size - offset };
}

function kernelPlace(cx: Cx, place: string): { readonly va: KernelVa; readonly size: number } {
  const isLinear = place.startsWith('linear:');
  const { name, offset } = splitPlace(place.replace('linear:', ''));
  if (/^\d/.test(name)) return { va: kernelVa(Number(name) + offset), size: 0 };
  const result = resultOf(cx, name);
  if (result.kind === 'allocated') {
    const size = sizeOf(cx, result.allocation) - offset;
    if (!isLinear) return { va: offsetBy(result.cpuAddress, offset), size };
    const [run] = stateBefore(cx).mappings.get(result.allocation)?.runs ?? [];
    if (run === undefined) throw new Error(`${name} has no memory`);
    return { va: physToKernel(cx.platform, offsetBy(run.start, offset)), size };
  }
  const { va, size } = bufferOf(cx, name);
  if (va === undefined) throw new Error(`${name} has no kernel address`);
  return { va: offsetBy(va, offset), size: size - offset };
}

function userPlace(cx: Cx, place: string): ReturnType<typeof userVa> {
  const { name, offset } = splitPlace(place);
  const result = resultOf(cx, name);
  if (result.kind !== 'user-mapped') throw new Error(`${name} is no user mapping`);
  return offsetBy(result.va, offset);
}

function stateBefore(cx: Cx): MachineState {
  return cx.frames.at(-1)?.state ?? boot(cx.platform);
}

function handle(cx: Cx, place: string, size: string): { address: DmaAddr; size: ReturnType<typeof bytes> } {
  const { name, offset } = splitPlace(place);
  if (/^\d/.test(name)) return { address: dmaAddr(Number(name) + offset), size: bytes(Number(size)) };
  const [base = '', segment = '0'] = name.split('.');
  const result = resultOf(cx, base);
  const known = (address: DmaAddr, length: number): { address: DmaAddr; size: ReturnType<typeof bytes> } => {
    return { address: offsetBy(address, offset), size: sizeOr(size, length - offset) };
  };
  if (result.kind === 'mapped') return known(result.address, sizeOf(cx, result.mapping));
  if (result.kind === 'allocated') return known(result.address, sizeOf(cx, result.allocation));
  if (result.kind === 'map-failed') return known(result.address, 1);
  const found = result.kind === 'sg-mapped' ? result.segments[Number(segment)] : undefined;
  if (found === undefined) throw new Error(`${name} has no DMA address`);
  return known(found.address, found.length);
}

/** `b+0x100:0xf00`: a place and a length. */
function sgEntry(cx: Cx, word: string): { page: PhysAddr; offset: number; length: ReturnType<typeof bytes> }[] {
  const [place = '', length] = word.split(':');
  if (length === undefined) return [];
  const { pa } = physPlace(cx, place);
  return [{ page: offsetBy(pa, -(pa % 4096)), offset: pa % 4096, length: bytes(Number(length)) }];
}

function sizeOr(word: string, known: number): ReturnType<typeof bytes> {
  return bytes(/^\d/.test(word) ? Number(word) : known);
}

function sized(
  { va, size }: { va: KernelVa; size: number },
  word: string,
): { va: KernelVa; size: ReturnType<typeof bytes> } {
  return { va, size: sizeOr(word, size) };
}

/** Every event of every step, and the results that are worth a line. */
function logOf(frames: readonly Frame[], bindings: ReadonlyMap<string, number>): readonly string[] {
  const labels = new Map<MapId, string>();
  for (const [name, index] of bindings) {
    const id = idOf(frames[index]?.result);
    if (id !== undefined) labels.set(id, name);
  }
  const names: Names = { mapping: (id) => labels.get(id) ?? `#${id}`, step: (step: StepId) => `step ${step}` };
  const logged = frames.flatMap(({ state, events }) => events.map((event) => ({ step: state.step, event })));
  const lines = [...printEventLog(logged, names)];
  return frames.flatMap((frame) => [...lines.splice(0, frame.events.length), ...resultLine(frame)]);
}

function idOf(result: OpResult | undefined): MapId | undefined {
  if (result?.kind === 'mapped') return result.mapping;
  if (result?.kind === 'sg-mapped') return result.list;
  return result?.kind === 'allocated' ? result.allocation : undefined;
}

function resultLine({ state, result }: Frame): readonly string[] {
  const shown = printResult(result);
  return shown === '' ? [] : [`${state.step}  = ${shown}`];
}

/** What the driver got back, where an event does not say it already. */
function printResult(result: OpResult): string {
  switch (result.kind) {
    case 'code':
      return result.code === 0 ? '' : `${result.code}`;
    case 'map-failed':
    case 'out-of-memory':
      return result.kind;
    case 'error-flag':
      return result.failed ? 'failed' : 'ok';
    case 'sg-mapped':
      return `${result.nents}`;
    case 'user-mapped':
      return '0';
    case 'nothing':
    case 'buffer':
    case 'mapped':
    case 'allocated':
    case 'sg-table':
      return '';
  }
}
