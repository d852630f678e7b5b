// Page tables of the OMAP IOMMU. Source: drivers/iommu/omap-iommu.c (6.12), mistakes included.

import { isAligned } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { FaultKind, FaultStatus } from './fault.js';
import type { MapRequest, PageTableFormat } from './format.js';
import type { FormatQuirks } from './format-quirk.js';
import {
  largePageBytes,
  leafWord,
  meaningOf,
  type OmapAttributes,
  repeats,
  sectionBytes,
  smallPageBytes,
  supersectionBytes,
  tableOf,
  tableWord,
} from './omap-words.js';
import { type OmapContext, omapLevel1, omapLevel2, omapTree } from './omap-context.js';
import { unmapEntry } from './omap-unmap.js';
import type { MapError, MapOutcome } from './outcome.js';
import { indexAt } from './table-records.js';
import { TableEdit, type Tables, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { noteTruncation, refusesWideAddress } from './truncation.js';
import { words32 } from './word.js';

export interface OmapConfig {
  readonly name: string;
  readonly attributes: OmapAttributes;
  /** Of the CPU that writes the tables: 64 bytes on OMAP 3, 32 on OMAP 4. */
  readonly cachelineBytes: 32 | 64;
  readonly kernelQuirks: FormatQuirks;
}

const physicalBits = 32;

export function omapFormat(config: OmapConfig): PageTableFormat {
  const coding: WordCoding<number> = {
    ...words32,
    describe: (level, word) => meaningOf(word, level === 1 ? 1 : 2),
  };
  const begin = (tables: Tables): OmapContext => ({ ...config, edit: new TableEdit(tables, coding) });
  return {
    ...treeFormat(omapTree, coding, 2 ** 32),
    name: config.name,
    pageSizes: [smallPageBytes, largePageBytes, sectionBytes, supersectionBytes],
    expresses: 'nothing',
    flushesAfterMap: false,
    map: (tables, request) => mapOne(begin(tables), config.attributes, request),
    unmap: (tables, request) => unmapEntry(begin(tables), request.iova),
    registers: (tables) => [{ name: 'table-base', value: tables.root.address }],
    faultStatus: ({ fault }) => faultStatus(fault),
  };
}

/** One page per call, whatever `count` says; the protection is not looked at. */
function mapOne(cx: OmapContext, attributes: OmapAttributes, { iova, pa, pageSize }: MapRequest): MapOutcome {
  const { edit, kernelQuirks } = cx;
  const address = { iova, pa, bits: physicalBits };
  if (refusesWideAddress(edit, kernelQuirks, address)) return { ...edit.finish(), mapped: 0, error: 'ERANGE' };
  edit.invalidate({ kind: 'containing', iova });
  const error = setEntry(cx, attributes, iova, pa, pageSize);
  if (error === undefined) noteTruncation(edit, address);
  return { ...edit.finish(), mapped: error === undefined ? pageSize : 0, error };
}

/** Writes over whatever is there. A table under a section is forgotten, not freed. */
function setEntry(
  cx: OmapContext,
  attributes: OmapAttributes,
  iova: Iova,
  pa: PhysAddr,
  size: number,
): MapError | undefined {
  const { edit } = cx;
  let slot = edit.at(edit.root, indexAt(omapLevel1, iova));
  if (size < sectionBytes) {
    const table = tableFor(cx, slot);
    if (typeof table === 'string') return table;
    slot = edit.at(table, indexAt(omapLevel2, iova));
  }
  if (size !== smallPageBytes && !(isAligned(iova, size) && isAligned(pa, size))) return 'EINVAL';
  edit.write(slot, leafWord(attributes, pa, size), size === largePageBytes || size === supersectionBytes ? repeats : 1);
  return undefined;
}

/** Linux takes any word but 0 for a link, a section's too, and then writes into mapped memory (quirk Q15). */
function tableFor({ edit, kernelQuirks }: OmapContext, slot: PhysAddr): PhysAddr | MapError {
  const word = edit.read(slot);
  if (word === 0) {
    const table = edit.allocate(2, omapLevel2.words);
    edit.write(slot, tableWord(table));
    return table;
  }
  if (!kernelQuirks.has('Q15') && meaningOf(word, 1).kind !== 'table') return 'EEXIST';
  return tableOf(word);
}

/** Linux drivers/iommu/omap-iommu.h (6.12), `MMU_IRQ_`. */
const statusBits: Readonly<Record<FaultKind, number | undefined>> = {
  translation: 1 << 1,
  walk: 1 << 3,
  'multi-hit': 1 << 4,
  permission: undefined,
  'access-flag': undefined,
  security: undefined,
};

/** The driver reports every fault as a read. */
function faultStatus(fault: FaultKind): FaultStatus | undefined {
  const value = statusBits[fault];
  return value === undefined ? undefined : { direction: 'read', registers: [{ name: 'IRQSTATUS', value }] };
}
