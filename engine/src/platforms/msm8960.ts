import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { krait } from './cores.js';
import { k2639Arm, k612Arm } from './kernels.js';
import type { IommuInstance, Platform } from './platform.js';

/** Representative; a board's boot loader decides. */
const ram = { base: 0x80200000, bytes: mebibytes(1024) };

/** For drivers with a domain of their own. Faults are printed and no handler is called. */
const multimedia: IommuInstance = {
  name: 'mm-iommu',
  format: 'v7s-msm',
  iova: { kind: 'bitmap', base: iova(0x1000), bytes: mebibytes(128), inUse: bytes(0) },
  unhandledFault: 'log-always',
};

/** Qualcomm MSM8960: ordinary devices go direct, multimedia sits behind IOMMUs that its drivers program themselves. */
export const msm8960: Platform = {
  ...k612Arm,
  ...krait,
  name: 'msm8960',
  title: 'MSM8960, Krait, MSM IOMMU',
  memory: arm32Memory('k612', ram),
  backend: 'direct-noncoherent',
  iommus: [multimedia],
  profiles: {
    k2639: {
      ...k2639Arm,
      memory: arm32Memory('k2639', ram),
      backend: 'direct-2011',
      iommus: [{ ...multimedia, format: 'msm-2011' }],
    },
  },
};
