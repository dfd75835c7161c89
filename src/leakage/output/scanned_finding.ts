/**
 * A finding as a scan writes it, with the user's decision about it.
 * @module
 */
import type { Finding } from "../findings.ts";

/** A finding, and why it is suppressed where it is; a suppressed finding is never flagged. */
export interface ScannedFinding extends Finding {
  /** The reason in the file of suppressions. */
  readonly suppressed?: string;
}
