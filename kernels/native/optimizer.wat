;; One AdamW update: Loshchilov and Hutter, arXiv 1711.05101. Each operand but the numbers is the byte address of a row
;; of float32 values; `end` is the address behind the parameters. The length in bytes is a multiple of 16.
;;
;;   gradient    = gradients · clip
;;   first       = beta1 · first + rest1 · gradient
;;   second      = beta2 · second + rest2 · gradient²
;;   parameters  = parameters · decay - rate · first / (√second · correction + epsilon)
(func (export "adamW") (param $parameters i32) (param $end i32) (param $gradients i32) (param $first i32)
  (param $second i32) (param $clip f32) (param $beta1 f32) (param $rest1 f32) (param $beta2 f32)
  (param $rest2 f32) (param $decay f32) (param $rate f32) (param $correction f32) (param $epsilon f32)
  (local $gradient v128) (local $m v128) (local $v v128)
  (loop $next
    (local.set $gradient
      (f32x4.mul (v128.load (local.get $gradients)) (f32x4.splat (local.get $clip))))
    (local.set $m
      (f32x4.add
        (f32x4.mul (v128.load (local.get $first)) (f32x4.splat (local.get $beta1)))
        (f32x4.mul (local.get $gradient) (f32x4.splat (local.get $rest1)))))
    (local.set $v
      (f32x4.add
        (f32x4.mul (v128.load (local.get $second)) (f32x4.splat (local.get $beta2)))
        (f32x4.mul
          (f32x4.mul (local.get $gradient) (local.get $gradient))
          (f32x4.splat (local.get $rest2)))))
    (v128.store (local.get $first) (local.get $m))
    (v128.store (local.get $second) (local.get $v))
    (v128.store (local.get $parameters)
      (f32x4.sub
        (f32x4.mul (v128.load (local.get $parameters)) (f32x4.splat (local.get $decay)))
        (f32x4.div
          (f32x4.mul (local.get $m) (f32x4.splat (local.get $rate)))
          (f32x4.add
            (f32x4.mul (f32x4.sqrt (local.get $v)) (f32x4.splat (local.get $correction)))
            (f32x4.splat (local.get $epsilon))))))
    (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
    (local.set $first (i32.add (local.get $first) (i32.const 16)))
    (local.set $second (i32.add (local.get $second) (i32.const 16)))
    (br_if $next
      (i32.lt_u
        (local.tee $parameters (i32.add (local.get $parameters) (i32.const 16)))
        (local.get $end)))))
