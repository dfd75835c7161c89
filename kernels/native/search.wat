;; Skips what cannot be on a list of nearest rows, for the search in `src/compute/native/nearest_rows.ts`.
;;
;; products   queries x rows float32, a row of `bytes` bytes, a multiple of 16
;; limits     two float32 for each query: what a product must reach, and what is added to it for each unit of `lengths`
;; lengths, shifts   float32, one for each row
;;
;; Returns the first of the bytes at, at + 16, ... of the products where one of four is not below
;; limits[q][0] + limits[q][1] * lengths[r] + shifts[r], which what is no number is not; `end` where there is none.
(func (export "reaching") (param $products i32) (param $at i32) (param $end i32) (param $bytes i32)
  (param $limits i32) (param $lengths i32) (param $shifts i32) (result i32)
  (local $row i32) (local $least v128) (local $slope v128)
  (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
  (local.set $row (i32.rem_u (local.get $at) (local.get $bytes)))
  (local.set $limits
    (i32.add (local.get $limits)
      (i32.shl (i32.div_u (local.get $at) (local.get $bytes)) (i32.const 3))))
  (loop $queries
    (local.set $least (v128.load32_splat (local.get $limits)))
    (local.set $slope (v128.load32_splat offset=4 (local.get $limits)))
    (loop $rows
      (if
        (i32.eqz
          (i32x4.all_true
            (f32x4.lt
              (v128.load (i32.add (local.get $products) (local.get $at)))
              (f32x4.add
                (f32x4.add
                  (local.get $least)
                  (f32x4.mul (local.get $slope)
                    (v128.load (i32.add (local.get $lengths) (local.get $row)))))
                (v128.load (i32.add (local.get $shifts) (local.get $row)))))))
        (then (return (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $rows
        (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $bytes))))
    (local.set $row (i32.const 0))
    (local.set $limits (i32.add (local.get $limits) (i32.const 8)))
    (br_if $queries (i32.lt_u (local.get $at) (local.get $end))))
  (local.get $end))
