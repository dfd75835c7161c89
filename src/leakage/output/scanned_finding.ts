/**
 * A finding as a scan writes it: with what the user has decided about it.
 * @module
 */
import type { Finding } from "../findings.ts";

/** A finding, and why it is suppressed where it is; a suppressed finding is never flagged. */
export interface ScannedFinding extends Finding {
  /** The reason of the suppression, as the reviewed file gives it. */
  readonly suppressed?: string;
}
