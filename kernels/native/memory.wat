;; The memory that the native device keeps its tensors in, from one to 65,536 pages of 64 KiB.
;;
;; It is shared, since a shared memory grows in place: views of it and the addresses that a BLAS is given stay valid.
(memory (export "memory") 1 65536 shared)

;; rows[i] = source[indices[i]] for rows of `bytes` bytes; `rows` lies between the addresses `to` and `end`.
(func (export "gatherRows") (param $source i32) (param $indices i32) (param $to i32) (param $end i32)
  (param $bytes i32)
  (loop $row
    (memory.copy
      (local.get $to)
      (i32.add (local.get $source) (i32.mul (i32.load (local.get $indices)) (local.get $bytes)))
      (local.get $bytes))
    (local.set $indices (i32.add (local.get $indices) (i32.const 4)))
    (br_if $row
      (i32.lt_u (local.tee $to (i32.add (local.get $to) (local.get $bytes))) (local.get $end)))))
