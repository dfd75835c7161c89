;; Layer normalization: Ba et al., arXiv 1607.06450. Matrices are byte addresses of row-major float32 values, `end` is the
;; address behind x, `bytes` the length of a row, a multiple of 16. statistics: mean and 1 / deviation of each row.

;; y = (x - mean) / √(variance + epsilon) · gain + shift. The variance is that of the differences to the mean, so that
;; rows far from 0 keep their digits.
(func (export "layerNorm") (param $x i32) (param $end i32) (param $gain i32) (param $shift i32)
  (param $y i32) (param $statistics i32) (param $bytes i32) (param $epsilon f32)
  (local $at i32) (local $columns f32) (local $sums v128) (local $mean v128) (local $inverse v128)
  (local $difference v128)
  (local.set $columns (f32.convert_i32_u (i32.shr_u (local.get $bytes) (i32.const 2))))
  (loop $rows
    (local.set $sums (v128.const f32x4 0 0 0 0))
    (local.set $at (i32.const 0))
    (loop $next
      (local.set $sums
        (f32x4.add (local.get $sums) (v128.load (i32.add (local.get $x) (local.get $at)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $mean
      (f32x4.splat (f32.div (call $total (local.get $sums)) (local.get $columns))))

    (local.set $sums (v128.const f32x4 0 0 0 0))
    (local.set $at (i32.const 0))
    (loop $next
      (local.set $difference
        (f32x4.sub (v128.load (i32.add (local.get $x) (local.get $at))) (local.get $mean)))
      (local.set $sums
        (f32x4.add (local.get $sums)
          (f32x4.mul (local.get $difference) (local.get $difference))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $inverse
      (f32x4.splat
        (f32.div (f32.const 1)
          (f32.sqrt
            (f32.add (local.get $epsilon)
              (f32.div (call $total (local.get $sums)) (local.get $columns)))))))

    (local.set $at (i32.const 0))
    (loop $next
      (v128.store (i32.add (local.get $y) (local.get $at))
        (f32x4.add
          (f32x4.mul
            (f32x4.mul (local.get $inverse)
              (f32x4.sub (v128.load (i32.add (local.get $x) (local.get $at))) (local.get $mean)))
            (v128.load (i32.add (local.get $gain) (local.get $at))))
          (v128.load (i32.add (local.get $shift) (local.get $at)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (v128.store32_lane 0 (local.get $statistics) (local.get $mean))
    (v128.store32_lane offset=4 0 (local.get $statistics) (local.get $inverse))
    (local.set $statistics (i32.add (local.get $statistics) (i32.const 8)))
    (local.set $y (i32.add (local.get $y) (local.get $bytes)))
    (br_if $rows
      (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $bytes))) (local.get $end)))))

;; With normal = (x - mean) · inverse and weighted = yGradient · gain:
;;   xGradient = inverse · (weighted - mean of weighted - normal · mean of (weighted · normal))
;;   gainGradient = sum over the rows of yGradient · normal; shiftGradient = that of yGradient
(func (export "layerNormBackward") (param $x i32) (param $end i32) (param $gain i32)
  (param $statistics i32) (param $yGradient i32) (param $xGradient i32) (param $gainGradient i32)
  (param $shiftGradient i32) (param $bytes i32)
  (local $at i32) (local $columns f32) (local $mean v128) (local $inverse v128) (local $normal v128)
  (local $gradient v128) (local $weighted v128) (local $sums v128) (local $projections v128)
  (local.set $columns (f32.convert_i32_u (i32.shr_u (local.get $bytes) (i32.const 2))))
  (memory.fill (local.get $gainGradient) (i32.const 0) (local.get $bytes))
  (memory.fill (local.get $shiftGradient) (i32.const 0) (local.get $bytes))
  (loop $rows
    (local.set $mean (v128.load32_splat (local.get $statistics)))
    (local.set $inverse (v128.load32_splat offset=4 (local.get $statistics)))
    (local.set $sums (v128.const f32x4 0 0 0 0))
    (local.set $projections (v128.const f32x4 0 0 0 0))
    (local.set $at (i32.const 0))
    (loop $next
      (local.set $normal
        (f32x4.mul (local.get $inverse)
          (f32x4.sub (v128.load (i32.add (local.get $x) (local.get $at))) (local.get $mean))))
      (local.set $gradient (v128.load (i32.add (local.get $yGradient) (local.get $at))))
      (v128.store (i32.add (local.get $gainGradient) (local.get $at))
        (f32x4.add
          (v128.load (i32.add (local.get $gainGradient) (local.get $at)))
          (f32x4.mul (local.get $gradient) (local.get $normal))))
      (v128.store (i32.add (local.get $shiftGradient) (local.get $at))
        (f32x4.add
          (v128.load (i32.add (local.get $shiftGradient) (local.get $at)))
          (local.get $gradient)))
      (local.set $weighted
        (f32x4.mul (local.get $gradient) (v128.load (i32.add (local.get $gain) (local.get $at)))))
      (local.set $sums (f32x4.add (local.get $sums) (local.get $weighted)))
      (local.set $projections
        (f32x4.add (local.get $projections)
          (f32x4.mul (local.get $weighted) (local.get $normal))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $sums
      (f32x4.splat (f32.div (call $total (local.get $sums)) (local.get $columns))))
    (local.set $projections
      (f32x4.splat (f32.div (call $total (local.get $projections)) (local.get $columns))))

    (local.set $at (i32.const 0))
    (loop $next
      (local.set $normal
        (f32x4.mul (local.get $inverse)
          (f32x4.sub (v128.load (i32.add (local.get $x) (local.get $at))) (local.get $mean))))
      (v128.store (i32.add (local.get $xGradient) (local.get $at))
        (f32x4.mul (local.get $inverse)
          (f32x4.sub
            (f32x4.sub
              (f32x4.mul
                (v128.load (i32.add (local.get $yGradient) (local.get $at)))
                (v128.load (i32.add (local.get $gain) (local.get $at))))
              (local.get $sums))
            (f32x4.mul (local.get $normal) (local.get $projections)))))
      (br_if $next
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
    (local.set $statistics (i32.add (local.get $statistics) (i32.const 8)))
    (local.set $yGradient (i32.add (local.get $yGradient) (local.get $bytes)))
    (local.set $xGradient (i32.add (local.get $xGradient) (local.get $bytes)))
    (br_if $rows
      (i32.lt_u (local.tee $x (i32.add (local.get $x) (local.get $bytes))) (local.get $end)))))
