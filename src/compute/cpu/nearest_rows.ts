export function nearestRows(): void {}
