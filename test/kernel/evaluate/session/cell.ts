/** A cell as the kernel announces it. */
import type { CellAnnouncement } from "../../../../kernel/evaluate/events.ts";

/** The cell `cell`, which shows its result. */
export const CELL: CellAnnouncement = {
  id: "cell",
  count: 1,
  source: "",
  showResult: true,
  remember: true,
  allowInput: false,
};
