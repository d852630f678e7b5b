import { hexAddress } from '../address/spaces.js';
import { hexWord } from '../iommu/formats/word.js';
import type { IommuFault } from '../ops/event-fault.js';
import type { EventLine } from './event-text.js';

export function describeIommuFault({
  device,
  iommu,
  access,
  iova,
  visited,
  status,
  reportedTo,
}: IommuFault): EventLine {
  const words = visited.map(({ level, index, word }) => `L${level}[0x${index.toString(16)}] ${hexWord(word)}`);
  const registers = (status?.registers ?? []).map(({ name, value }) => `${name} ${hexAddress(value)}`);
  const direction = status === undefined || status.direction === access ? [] : [`reported as a ${status.direction}`];
  return {
    subject: device,
    details: [`${access} at ${hexAddress(iova)}`, ...words, iommu, ...registers, ...direction, reportedTo].join(', '),
  };
}
