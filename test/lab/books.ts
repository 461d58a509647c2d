/** What the clients themselves saw, against which the kernel's figures can be held. */
export interface Books {
  opened: number;
  connected: number;
  answered: number;
  failed: number;
  sent: number;
}

export const emptyBooks = (): Books => ({
  opened: 0,
  connected: 0,
  answered: 0,
  failed: 0,
  sent: 0,
});
