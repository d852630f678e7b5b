import type { FunctionGraph } from '../graph/function-graph.js';
import { lastField } from '../graph/operands.js';
import { isConversion } from './check-addresses.js';
import { deviceMemory } from './device-memory.js';
import { fieldFacts, type FieldFacts } from './fields.js';
import type { Raise, WrittenFile } from './file.js';
import { type Flow, flowOf, sitesOf } from './flow.js';

/** Physical addresses that are put into memory which the device reads: lists of commands, tables, rings. */
export function checkDeviceAddresses(
  file: WrittenFile,
  facts: FieldFacts,
  elsewhere: readonly FunctionGraph[],
  raise: Raise,
): void {
  const converting = file.functions.filter((flow) => converts(file, flow));
  if (converting.length === 0 || facts.comparesKinds) return;
  const memory = deviceMemory(file, withOthers(file, facts, elsewhere), elsewhere);
  if (!memory.exists) return;
  for (const flow of converting) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store' || !memory.isDevicePlace(flow, instr.place, position)) continue;
      const [conversion, ...others] = flow
        .sourcesOf(instr.value, position, 'parts')
        .filter((source) => isConversion(file, source));
      if (conversion === undefined || others.length > 0) continue;
      const { root } = instr.place;
      const pointer =
        root.kind === 'pointee' && root.pointer.kind === 'local' ? flow.localOf(root.pointer.local) : undefined;
      raise({
        id: 'PHYS_TO_DMA_CALL',
        at: conversion.instr.calleeAt,
        heuristics: [],
        functionName: flow.graph.name,
        conversion: conversion.name,
        convertedAt: conversion.instr.calleeAt,
        sink:
          lastField(instr.place) ??
          (pointer?.kind === 'temporary' ? undefined : pointer?.name) ??
          'the memory of the device',
      });
    }
  }
}

/** Who also maps chose between two worlds, as vring_map_one_sg() does: drivers/virtio/virtio_ring.c (6.12). */
function converts(file: WrittenFile, flow: Flow): boolean {
  const rows = [...flow.calls].map((name) => file.apiByName(name));
  if (rows.some((row) => row?.does === 'map' || row?.name.startsWith('iommu_map') === true)) return false;
  return rows.some((row) => row?.does === 'plain' && row.effect === 'to-physical');
}

/** What the other files of the module allocate as well, unless one of them puts something else there. */
function withOthers(file: WrittenFile, facts: FieldFacts, elsewhere: readonly FunctionGraph[]): FieldFacts {
  if (elsewhere.length === 0) return facts;
  const others = fieldFacts({ ...file, functions: elsewhere.map((graph) => flowOf(graph, file.apiByName)) });
  const allocated = [
    ...[...facts.allocated].filter(([field]) => !others.mixed.has(field)),
    ...[...others.allocated].filter(([field]) => !facts.mixed.has(field)),
  ];
  return { ...facts, allocated: new Map(allocated) };
}
