;; The elements of symmetric InfoNCE: a tile of cosines c, rows × columns, row-major float32 from `cosines` to `end`;
;; `bytes` is the length of a row, a multiple of 16. With the scale s every weight is exp(s (c - 1)), which cannot
;; overflow and serves the softmax of the rows and that of the columns. In float64 it stays above zero up to s = 350, so
;; no line needs its largest logit first.

;; exp(x) for x up to 700 with a relative error of 3e-10, and at least exp(-700). x = n ln 2 + r with |r| <= ln 2 / 2; the
;; sum of the Taylor series of exp(r) up to r⁸ is scaled by 2ⁿ. Adding 1.5 · 2⁵² rounds to the integer n and leaves it in
;; the low bits, from where a shift brings it into the exponent.
(func $exp64 (param $x v128) (result v128)
  (local $bits v128) (local $n v128) (local $r v128)
  (local.set $x (f64x2.max (local.get $x) (v128.const f64x2 -700 -700)))
  (local.set $bits
    (f64x2.add
      (f64x2.mul (local.get $x) (v128.const f64x2 1.4426950408889634 1.4426950408889634))
      (v128.const f64x2 6755399441055744 6755399441055744)))
  (local.set $n
    (f64x2.sub (local.get $bits) (v128.const f64x2 6755399441055744 6755399441055744)))
  (local.set $r
    (f64x2.sub (local.get $x)
      (f64x2.mul (local.get $n) (v128.const f64x2 0.6931471805599453 0.6931471805599453))))
  (f64x2.mul
    (f64x2.add (v128.const f64x2 1 1)
      (f64x2.mul (local.get $r)
        (f64x2.add (v128.const f64x2 1 1)
          (f64x2.mul (local.get $r)
            (f64x2.add (v128.const f64x2 0.5 0.5)
              (f64x2.mul (local.get $r)
                (f64x2.add (v128.const f64x2 0.16666666666666666 0.16666666666666666)
                  (f64x2.mul (local.get $r)
                    (f64x2.add (v128.const f64x2 0.041666666666666664 0.041666666666666664)
                      (f64x2.mul (local.get $r)
                        (f64x2.add (v128.const f64x2 0.008333333333333333 0.008333333333333333)
                          (f64x2.mul (local.get $r)
                            (f64x2.add (v128.const f64x2 0.001388888888888889 0.001388888888888889)
                              (f64x2.mul (local.get $r)
                                (f64x2.add
                                  (v128.const f64x2 1.984126984126984e-4 1.984126984126984e-4)
                                  (f64x2.mul (local.get $r)
                                    (v128.const f64x2 2.48015873015873e-5 2.48015873015873e-5)))))))))))))))))
    (i64x2.add (i64x2.shl (local.get $bits) (i32.const 52))
      (v128.const i64x2 0x3ff0000000000000 0x3ff0000000000000))))

;; The two upper float32 lanes as float64.
(func $promoteHigh (param $x v128) (result v128)
  (f64x2.promote_low_f32x4
    (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $x) (local.get $x))))

;; exp(s (c - 1)) of two cosines.
(func $weight (param $cosines v128) (param $scale v128) (result v128)
  (call $exp64
    (f64x2.mul (local.get $scale)
      (f64x2.sub (local.get $cosines) (v128.const f64x2 1 1)))))

;; rowSums = the sum of each row's weights; adds those of each column to columnSums. Sums are float64.
(func (export "addWeights") (param $cosines i32) (param $end i32) (param $bytes i32) (param $scale f64)
  (param $rowSums i32) (param $columnSums i32)
  (local $rowEnd i32) (local $column i32) (local $scales v128) (local $four v128) (local $weight v128)
  (local $sums v128)
  (local.set $scales (f64x2.splat (local.get $scale)))
  (loop $rows
    (local.set $rowEnd (i32.add (local.get $cosines) (local.get $bytes)))
    (local.set $column (local.get $columnSums))
    (local.set $sums (v128.const f64x2 0 0))
    (loop $next
      (local.set $four (v128.load (local.get $cosines)))
      (local.set $weight
        (call $weight (f64x2.promote_low_f32x4 (local.get $four)) (local.get $scales)))
      (local.set $sums (f64x2.add (local.get $sums) (local.get $weight)))
      (v128.store (local.get $column)
        (f64x2.add (v128.load (local.get $column)) (local.get $weight)))
      (local.set $weight (call $weight (call $promoteHigh (local.get $four)) (local.get $scales)))
      (local.set $sums (f64x2.add (local.get $sums) (local.get $weight)))
      (v128.store offset=16 (local.get $column)
        (f64x2.add (v128.load offset=16 (local.get $column)) (local.get $weight)))
      (local.set $column (i32.add (local.get $column) (i32.const 32)))
      (br_if $next
        (i32.lt_u
          (local.tee $cosines (i32.add (local.get $cosines) (i32.const 16)))
          (local.get $rowEnd))))
    (f64.store (local.get $rowSums)
      (f64.add (f64x2.extract_lane 0 (local.get $sums)) (f64x2.extract_lane 1 (local.get $sums))))
    (local.set $rowSums (i32.add (local.get $rowSums) (i32.const 8)))
    (br_if $rows (i32.lt_u (local.get $cosines) (local.get $end)))))

;; Replaces each cosine by factor · (p + q), where p = weight / row sum and q = weight / column sum; returns the sum of
;; c (p + q). Both are given the inverse sums, in float64. What the targets take off is left to the caller.
(func (export "putGradient") (param $cosines i32) (param $end i32) (param $bytes i32) (param $scale f64)
  (param $rowSums i32) (param $columnSums i32) (param $factor f64) (result f64)
  (local $rowEnd i32) (local $column i32) (local $scales v128) (local $factors v128) (local $four v128)
  (local $row v128) (local $pair v128) (local $low v128) (local $high v128) (local $sums v128)
  (local.set $scales (f64x2.splat (local.get $scale)))
  (local.set $factors (f64x2.splat (local.get $factor)))
  (loop $rows
    (local.set $rowEnd (i32.add (local.get $cosines) (local.get $bytes)))
    (local.set $column (local.get $columnSums))
    (local.set $row (v128.load64_splat (local.get $rowSums)))
    (loop $next
      (local.set $four (v128.load (local.get $cosines)))
      (local.set $pair (f64x2.promote_low_f32x4 (local.get $four)))
      (local.set $low
        (f64x2.mul
          (call $weight (local.get $pair) (local.get $scales))
          (f64x2.add (local.get $row) (v128.load (local.get $column)))))
      (local.set $sums
        (f64x2.add (local.get $sums) (f64x2.mul (local.get $low) (local.get $pair))))
      (local.set $pair (call $promoteHigh (local.get $four)))
      (local.set $high
        (f64x2.mul
          (call $weight (local.get $pair) (local.get $scales))
          (f64x2.add (local.get $row) (v128.load offset=16 (local.get $column)))))
      (local.set $sums
        (f64x2.add (local.get $sums) (f64x2.mul (local.get $high) (local.get $pair))))
      (v128.store (local.get $cosines)
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
          (f32x4.demote_f64x2_zero (f64x2.mul (local.get $factors) (local.get $low)))
          (f32x4.demote_f64x2_zero (f64x2.mul (local.get $factors) (local.get $high)))))
      (local.set $column (i32.add (local.get $column) (i32.const 32)))
      (br_if $next
        (i32.lt_u
          (local.tee $cosines (i32.add (local.get $cosines) (i32.const 16)))
          (local.get $rowEnd))))
    (local.set $rowSums (i32.add (local.get $rowSums) (i32.const 8)))
    (br_if $rows (i32.lt_u (local.get $cosines) (local.get $end))))
  (f64.add (f64x2.extract_lane 0 (local.get $sums)) (f64x2.extract_lane 1 (local.get $sums))))
