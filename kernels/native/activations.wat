;; Elementwise operations on float32 vectors of four: x, y and the like are byte addresses, `bytes` is the length of each
;; operand, a multiple of 16.

;; y = a + b
(func (export "add") (param $a i32) (param $b i32) (param $y i32) (param $bytes i32)
  (local $at i32)
  (loop $next
    (v128.store (i32.add (local.get $y) (local.get $at))
      (f32x4.add
        (v128.load (i32.add (local.get $a) (local.get $at)))
        (v128.load (i32.add (local.get $b) (local.get $at)))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))

;; y = x where x > 0 or x is NaN, else 0
(func (export "relu") (param $x i32) (param $y i32) (param $bytes i32)
  (local $at i32) (local $value v128)
  (loop $next
    (local.set $value (v128.load (i32.add (local.get $x) (local.get $at))))
    (v128.store (i32.add (local.get $y) (local.get $at))
      (v128.andnot (local.get $value) (f32x4.le (local.get $value) (v128.const f32x4 0 0 0 0))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))

;; result = yGradient where x > 0, else 0
(func (export "reluBackward") (param $x i32) (param $yGradient i32) (param $result i32) (param $bytes i32)
  (local $at i32)
  (loop $next
    (v128.store (i32.add (local.get $result) (local.get $at))
      (v128.and
        (v128.load (i32.add (local.get $yGradient) (local.get $at)))
        (f32x4.gt (v128.load (i32.add (local.get $x) (local.get $at))) (v128.const f32x4 0 0 0 0))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))

;; exp(x) with a relative error of 2e-7 from -87 on, and at least exp(-87). x = n ln 2 + r with |r| <= ln 2 / 2; the sum
;; of the Taylor series of exp(r) up to r⁶ is scaled by 2ⁿ. Adding 1.5 · 2²³ rounds to the integer n and leaves it in the
;; low bits, from where a shift brings it into the exponent.
(func $exp (param $x v128) (result v128)
  (local $n v128) (local $bits v128) (local $r v128)
  (local.set $x (f32x4.max (local.get $x) (v128.const f32x4 -87 -87 -87 -87)))
  (local.set $bits
    (f32x4.add
      (f32x4.mul (local.get $x)
        (v128.const f32x4 1.44269504 1.44269504 1.44269504 1.44269504))
      (v128.const f32x4 12582912 12582912 12582912 12582912)))
  (local.set $n
    (f32x4.sub (local.get $bits) (v128.const f32x4 12582912 12582912 12582912 12582912)))
  (local.set $r
    (f32x4.sub
      (f32x4.sub (local.get $x)
        (f32x4.mul (local.get $n) (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375)))
      (f32x4.mul (local.get $n)
        (v128.const f32x4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4))))
  (f32x4.mul
    (f32x4.add (v128.const f32x4 1 1 1 1)
      (f32x4.mul (local.get $r)
        (f32x4.add (v128.const f32x4 1 1 1 1)
          (f32x4.mul (local.get $r)
            (f32x4.add (v128.const f32x4 0.5 0.5 0.5 0.5)
              (f32x4.mul (local.get $r)
                (f32x4.add (v128.const f32x4 0.16666667 0.16666667 0.16666667 0.16666667)
                  (f32x4.mul (local.get $r)
                    (f32x4.add (v128.const f32x4 0.041666668 0.041666668 0.041666668 0.041666668)
                      (f32x4.mul (local.get $r)
                        (f32x4.add (v128.const f32x4 0.008333334 0.008333334 0.008333334 0.008333334)
                          (f32x4.mul (local.get $r)
                            (v128.const f32x4 0.0013888889 0.0013888889 0.0013888889 0.0013888889)))))))))))))
    (i32x4.add (i32x4.shl (local.get $bits) (i32.const 23))
      (v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000))))

;; Φ(x) by the rational fit to erf(x / √2) of gelu.wgsl, which says how good it is.
(func $normalDistribution (param $x v128) (result v128)
  (local $z v128) (local $t v128) (local $erf v128)
  (local.set $x
    (f32x4.mul (local.get $x) (v128.const f32x4 0.70710678 0.70710678 0.70710678 0.70710678)))
  (local.set $z
    (f32x4.max (f32x4.min (local.get $x) (v128.const f32x4 4 4 4 4)) (v128.const f32x4 -4 -4 -4 -4)))
  (local.set $t (f32x4.mul (local.get $z) (local.get $z)))
  (local.set $erf
    (f32x4.div
      (f32x4.mul (local.get $z)
        (f32x4.add (v128.const f32x4 1.1283791 1.1283791 1.1283791 1.1283791)
          (f32x4.mul (local.get $t)
            (f32x4.add (v128.const f32x4 0.19354676 0.19354676 0.19354676 0.19354676)
              (f32x4.mul (local.get $t)
                (f32x4.add (v128.const f32x4 0.05310147 0.05310147 0.05310147 0.05310147)
                  (f32x4.mul (local.get $t)
                    (f32x4.add (v128.const f32x4 0.0038832743 0.0038832743 0.0038832743 0.0038832743)
                      (f32x4.mul (local.get $t)
                        (f32x4.add
                          (v128.const f32x4 0.00028454087 0.00028454087 0.00028454087 0.00028454087)
                          (f32x4.mul (local.get $t)
                            (v128.const f32x4 1.986472e-6 1.986472e-6 1.986472e-6 1.986472e-6))))))))))))
      (f32x4.add (v128.const f32x4 1 1 1 1)
        (f32x4.mul (local.get $t)
          (f32x4.add (v128.const f32x4 0.5048589 0.5048589 0.5048589 0.5048589)
            (f32x4.mul (local.get $t)
              (f32x4.add (v128.const f32x4 0.11535025 0.11535025 0.11535025 0.11535025)
                (f32x4.mul (local.get $t)
                  (f32x4.add (v128.const f32x4 0.015207137 0.015207137 0.015207137 0.015207137)
                    (f32x4.mul (local.get $t)
                      (f32x4.add (v128.const f32x4 0.0011855098 0.0011855098 0.0011855098 0.0011855098)
                        (f32x4.mul (local.get $t)
                          (v128.const f32x4 3.741562e-5 3.741562e-5 3.741562e-5 3.741562e-5)))))))))))))
  (f32x4.mul (v128.const f32x4 0.5 0.5 0.5 0.5)
    (f32x4.add (v128.const f32x4 1 1 1 1)
      (v128.bitselect
        ;; 1 with the sign of x: the bits of x choose that of -1 or 1.
        (v128.or (v128.const f32x4 1 1 1 1)
          (v128.and (local.get $x) (v128.const f32x4 -0 -0 -0 -0)))
        (local.get $erf)
        (f32x4.ge (f32x4.abs (local.get $x)) (v128.const f32x4 4 4 4 4))))))

;; y = x Φ(x)
(func (export "gelu") (param $x i32) (param $y i32) (param $bytes i32)
  (local $at i32) (local $value v128)
  (loop $next
    (local.set $value (v128.load (i32.add (local.get $x) (local.get $at))))
    (v128.store (i32.add (local.get $y) (local.get $at))
      (f32x4.mul (local.get $value) (call $normalDistribution (local.get $value))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))

;; result = yGradient (Φ(x) + x φ(x))
(func (export "geluBackward") (param $x i32) (param $yGradient i32) (param $result i32) (param $bytes i32)
  (local $at i32) (local $value v128)
  (loop $next
    (local.set $value (v128.load (i32.add (local.get $x) (local.get $at))))
    (v128.store (i32.add (local.get $result) (local.get $at))
      (f32x4.mul (v128.load (i32.add (local.get $yGradient) (local.get $at)))
        (f32x4.add (call $normalDistribution (local.get $value))
          (f32x4.mul
            (f32x4.mul (local.get $value)
              (v128.const f32x4 0.39894228 0.39894228 0.39894228 0.39894228))
            (call $exp
              (f32x4.mul (f32x4.mul (local.get $value) (local.get $value))
                (v128.const f32x4 -0.5 -0.5 -0.5 -0.5)))))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes)))))
