;; Operations on whole rows. Matrices are byte addresses of row-major float32 values, `end` is the address behind the
;; first one, `bytes` the length of a row, a multiple of 16. Sums down a column are float32, in order of the rows.

;; The sum of four lanes.
(func $total (param $x v128) (result f32)
  (f32.add
    (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
    (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))

;; The sum of the squares from x to end, in float64, so that no length of a row overflows.
(func $squares (param $x i32) (param $end i32) (result f64)
  (local $value v128) (local $low v128) (local $high v128) (local $part v128)
  (loop $next
    (local.set $value (v128.load (local.get $x)))
    (local.set $part (f64x2.promote_low_f32x4 (local.get $value)))
    (local.set $low (f64x2.add (local.get $low) (f64x2.mul (local.get $part) (local.get $part))))
    (local.set $part
      (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $value) (local.get $value))))
    (local.set $high (f64x2.add (local.get $high) (f64x2.mul (local.get $part) (local.get $part))))
    (br_if $next (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 16))) (local.get $end))))
  (local.set $low (f64x2.add (local.get $low) (local.get $high)))
  (f64.add (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))

;; The square root of the sum of squares.
(func (export "norm") (param $x i32) (param $end i32) (result f64)
  (f64.sqrt (call $squares (local.get $x) (local.get $end))))

;; Adds one row to each row of y.
(func (export "addRow") (param $y i32) (param $end i32) (param $row i32) (param $bytes i32)
  (local $at i32)
  (loop $rows
    (local.set $at (i32.const 0))
    (loop $next
      (v128.store (i32.add (local.get $y) (local.get $at))
        (f32x4.add
          (v128.load (i32.add (local.get $y) (local.get $at)))
          (v128.load (i32.add (local.get $row) (local.get $at)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (br_if $rows
      (i32.lt_u (local.tee $y (i32.add (local.get $y) (local.get $bytes))) (local.get $end)))))

;; sums = the sum of the rows of x.
(func (export "columnSums") (param $x i32) (param $end i32) (param $sums i32) (param $bytes i32)
  (local $at i32)
  (memory.fill (local.get $sums) (i32.const 0) (local.get $bytes))
  (loop $rows
    (local.set $at (i32.const 0))
    (loop $next
      (v128.store (i32.add (local.get $sums) (local.get $at))
        (f32x4.add
          (v128.load (i32.add (local.get $sums) (local.get $at)))
          (v128.load (i32.add (local.get $x) (local.get $at)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (br_if $rows
      (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $bytes))) (local.get $end)))))

;; y = x / max(|x|, least) row by row; norms, a float32 a row, receive the divisors.
(func (export "normalizeRows") (param $x i32) (param $end i32) (param $y i32) (param $norms i32)
  (param $bytes i32) (param $least f32)
  (local $at i32) (local $norm f32) (local $divisor v128)
  (loop $rows
    (local.set $norm
      (f32.max (local.get $least)
        (f32.demote_f64
          (f64.sqrt (call $squares (local.get $x) (i32.add (local.get $x) (local.get $bytes)))))))
    (f32.store (local.get $norms) (local.get $norm))
    (local.set $divisor (f32x4.splat (local.get $norm)))
    (local.set $at (i32.const 0))
    (loop $next
      (v128.store (i32.add (local.get $y) (local.get $at))
        (f32x4.div (v128.load (i32.add (local.get $x) (local.get $at))) (local.get $divisor)))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $norms (i32.add (local.get $norms) (i32.const 4)))
    (local.set $y (i32.add (local.get $y) (local.get $bytes)))
    (br_if $rows
      (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $bytes))) (local.get $end)))))

;; result = (yGradient - y (y · yGradient)) / norm row by row; a row of the least norm was only scaled. The result may
;; be the gradient itself.
(func (export "normalizeRowsBackward") (param $y i32) (param $end i32) (param $norms i32)
  (param $yGradient i32) (param $result i32) (param $bytes i32) (param $least f32)
  (local $at i32) (local $sums v128) (local $along v128) (local $divisor v128)
  (loop $rows
    (local.set $sums (v128.const f32x4 0 0 0 0))
    (local.set $divisor (v128.load32_splat (local.get $norms)))
    (if (f32.ne (f32.load (local.get $norms)) (local.get $least))
      (then
        (local.set $at (i32.const 0))
        (loop $next
          (local.set $sums
            (f32x4.add (local.get $sums)
              (f32x4.mul
                (v128.load (i32.add (local.get $y) (local.get $at)))
                (v128.load (i32.add (local.get $yGradient) (local.get $at))))))
          (br_if $next
            (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))))
    (local.set $along (f32x4.splat (call $total (local.get $sums))))
    (local.set $at (i32.const 0))
    (loop $next
      (v128.store (i32.add (local.get $result) (local.get $at))
        (f32x4.div
          (f32x4.sub
            (v128.load (i32.add (local.get $yGradient) (local.get $at)))
            (f32x4.mul (local.get $along) (v128.load (i32.add (local.get $y) (local.get $at)))))
          (local.get $divisor)))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $norms (i32.add (local.get $norms) (i32.const 4)))
    (local.set $yGradient (i32.add (local.get $yGradient) (local.get $bytes)))
    (local.set $result (i32.add (local.get $result) (local.get $bytes)))
    (br_if $rows
      (i32.lt_u (local.tee $y (i32.add (local.get $y) (local.get $bytes))) (local.get $end)))))
