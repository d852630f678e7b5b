import type { Finding, Notice } from '../../server/analysis/index.js';
import { type FileReport, reportFile } from '../../server/analysis/present/report.js';

const text = `static int tx(struct device *dev, void *buf, size_t len)
{
	/* µ: two bytes, one column */ dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE);
	return 0;
}
`;

function spanOf(needle: string): Finding['at'] {
  const start = text.indexOf(needle);
  return { start, end: start + needle.length };
}

const sizeMismatch: Finding = {
  rule: 'dma/unmap-size-mismatch',
  level: 'error',
  confidence: 'high',
  heuristics: [],
  functionName: 'tx',
  at: spanOf('dma_unmap_single'),
  message: 'unmaps len - 4 bytes, but len were mapped',
  notes: [{ at: spanOf('dma_map_single'), message: 'mapped here' }],
  assumptions: ['len = 64 (any value ≥ 4)'],
  consequence: { platform: 'armv7-iommu', certainty: 'may', message: 'one page stays mapped' },
  fingerprint: '0123456789abcdef',
};

const unchecked: Finding = {
  ...sizeMismatch,
  rule: 'dma/missing-mapping-error-check',
  level: 'info',
  confidence: 'medium',
  heuristics: ['field-protocol'],
  at: spanOf('dma_map_single'),
  message: 'the mapping can fail and is used unchecked',
  notes: [],
  assumptions: [],
  consequence: undefined,
  fingerprint: 'fedcba9876543210',
};

const notice: Notice = {
  id: 'dma-lens/unused-suppression',
  at: spanOf('/* µ'),
  message: 'this suppression hides nothing',
};

/** One file with everything a report can hold: witness, consequence, suppression, notice. */
export function sampleReport(path: string): FileReport {
  return reportFile(
    { path, text },
    {
      findings: [unchecked, sizeMismatch],
      suppressed: [
        { finding: { ...sizeMismatch, fingerprint: '00000000000000aa' }, reason: 'checked by hand', by: 'sidecar' },
        { finding: { ...sizeMismatch, fingerprint: '00000000000000bb' }, reason: '', by: 'source' },
      ],
      notices: [notice],
      functions: [],
    },
  );
}
