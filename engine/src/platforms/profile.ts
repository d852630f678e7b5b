/** The kernel whose DMA layer is modeled. `k2639`: 2.6.39; `k310`: 3.10; `k612`: 6.12. */
export type Profile = 'k2639' | 'k310' | 'k612';
