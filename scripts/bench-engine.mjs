/**
 * What one step of the simulated machine costs, and whether live mappings make it dearer.
 *
 *   npm run build && node --expose-gc scripts/bench-engine.mjs [platform…]
 *
 * Per platform and op: operations per second with 100, 1,000 and 10,000 live mappings, and how much
 * dearer the last is than the first. Then the bytes a fork keeps after one 64-byte store.
 */
import { boot, bytes, deviceId, digest, findPlatform, offsetBy, step } from '#engine';

const counts = [100, 1_000, 10_000];
const device = deviceId('dev0');
const pageBytes = 4096;
const size = bytes(1500);

/** A machine with `count` live mappings: the CPU has the even ones, the device the odd ones. */
function grow(platform, count) {
  let state = boot(platform);
  const live = [];
  for (let index = 0; index < count; index += 1) {
    const buffer = allocate(state);
    const mapped = step(buffer.state, mapOf(buffer.result));
    live.push({ va: buffer.result.va, address: mapped.result.address });
    state = index % 2 === 0 ? step(mapped.state, syncOf('sync-for-cpu', live[index])).state : mapped.state;
  }
  const spare = allocate(state);
  return { state: spare.state, live, spare: spare.result };
}

function allocate(state) {
  return step(state, { kind: 'allocate-buffer', region: 'pages', size: bytes(pageBytes), name: 'buffer' });
}

function mapOf({ va }) {
  return { kind: 'map-single', device, va, size, direction: 'bidirectional', attrs: [] };
}

function syncOf(kind, { address }) {
  return { kind, device, address, offset: 0, size, direction: 'bidirectional' };
}

/** Each plays one round on a machine. */
const workloads = {
  'map + unmap': ({ state, spare }) => {
    const mapped = step(state, mapOf(spare));
    const { address } = mapped.result;
    return step(mapped.state, { kind: 'unmap-single', device, address, size, direction: 'bidirectional', attrs: [] });
  },
  sync: ({ state, live }, round) => {
    const mapping = pick(live, round, 1);
    return step(step(state, syncOf('sync-for-cpu', mapping)).state, syncOf('sync-for-device', mapping));
  },
  'cpu store': ({ state, live }, round) => store(state, pick(live, round, 0)),
  'device write': ({ state, live }, round) =>
    step(state, { kind: 'device-write', device, address: pick(live, round, 1).address, size: bytes(64) }),
  'store + digest': ({ state, live }, round) => digest(store(state, pick(live, round, 0)).state),
};

function store(state, { va }) {
  return step(state, { kind: 'cpu-store', va: offsetBy(va, 128), size: bytes(64) });
}

/** Spread evenly, and as many on every machine, so that the processor's own caches are not what is measured. */
const picked = 25;

/** `parity` says whose. */
function pick(live, round, parity) {
  const spacing = 2 * Math.floor(live.length / (2 * picked));
  return live[(round % picked) * spacing + parity];
}

/** Median time of a round in microseconds, the machines taking turns so that a busy computer hurts all of them alike. */
function measure(machines, play) {
  const batch = 20;
  const times = machines.map(() => []);
  for (let round = 0; round < 60; round += 1) {
    for (const [index, machine] of machines.entries()) {
      const started = performance.now();
      for (let turn = 0; turn < batch; turn += 1) play(machine, round * batch + turn);
      times[index].push(((performance.now() - started) * 1000) / batch);
    }
  }
  return times.map(median);
}

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** Heap growth per fork when many are kept. */
function bytesPerFork(machine) {
  if (globalThis.gc === undefined) return 'unknown without --expose-gc';
  const forks = Array.from({ length: 2000 }, () => undefined);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (const round of forks.keys()) forks[round] = store(machine.state, pick(machine.live, round, 0)).state;
  globalThis.gc();
  return Math.round((process.memoryUsage().heapUsed - before) / forks.length);
}

const asked = process.argv.slice(2);
const names = asked.length === 0 ? ['armv7-iommu', 'armv7-noncoh', 'generic-iommu'] : asked;
for (const name of names) {
  const platform = findPlatform(name);
  if (platform === undefined) {
    console.log(`${name}: no such platform\n`);
    continue;
  }
  const machines = counts.map((count) => grow(platform, count));
  console.log(`${name.padEnd(16)}${counts.map((count) => `${count} live`.padStart(14)).join('')}     dearer by`);
  for (const [title, play] of Object.entries(workloads)) {
    const times = measure(machines, play);
    const rates = times.map((time) => `${Math.round(1e6 / time)}/s`.padStart(14)).join('');
    console.log(`  ${title.padEnd(14)}${rates}${(times.at(-1) / times[0]).toFixed(2).padStart(14)}`);
  }
  console.log(`  bytes per fork and store, ${counts.at(-1)} live: ${bytesPerFork(machines.at(-1))}\n`);
}
