// Opens the best device there is, a graphics card, a software adapter or the CPU, and multiplies two matrices on it.
// Needs nothing. Run it in the checkout (the permission only keeps WebGPU from printing that the variable is not set):
//     deno run --allow-env=XDG_RUNTIME_DIR examples/multiply.ts
import { openCompute } from "../doors/compute.ts";

const { compute } = await openCompute("auto");
// Tensors are rows x columns, row by row; they stay on the device until they are read.
const left = compute.tensor(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6));
const right = compute.tensor(3, 2, Float32Array.of(7, 8, 9, 10, 11, 12));
const product = compute.tensor(2, 2);
compute.matrixMultiply(left, right, product);
console.log([...await compute.read(product)].join(" "));
compute.close();
