(module
  (memory (export "memory") 1)
  ;; Each of the `bytes` / 4 numbers from 0 on becomes exp(sharpness · (it − 1)), for powers from −87 to 0; `bytes` is a
  ;; multiple of 16. exp(x) = 2^n · exp(r) with n the nearest whole number to x / ln 2; exp(r) by its series to the sixth
  ;; power, which is exact to the last bit but one for |r| ≤ ln 2 / 2.
  (func (export "likenesses") (param $bytes i32) (param $sharpness f32)
    (local $at i32) (local $x v128) (local $n v128) (local $p v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
        (local.set $x (f32x4.max (v128.const f32x4 -87 -87 -87 -87)
          (f32x4.mul (f32x4.splat (local.get $sharpness))
            (f32x4.sub (v128.load (local.get $at)) (v128.const f32x4 1 1 1 1)))))
        (local.set $n (f32x4.nearest (f32x4.mul (local.get $x) (v128.const f32x4 1.44269504 1.44269504 1.44269504 1.44269504))))
        ;; ln 2 in two parts, of which the first times n is exact.
        (local.set $x (f32x4.sub
          (f32x4.sub (local.get $x) (f32x4.mul (local.get $n) (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375)))
          (f32x4.mul (local.get $n) (v128.const f32x4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4))))
        (local.set $p (f32x4.add (v128.const f32x4 8.3333333e-3 8.3333333e-3 8.3333333e-3 8.3333333e-3)
          (f32x4.mul (local.get $x) (v128.const f32x4 1.3888889e-3 1.3888889e-3 1.3888889e-3 1.3888889e-3))))
        (local.set $p (f32x4.add (v128.const f32x4 4.1666668e-2 4.1666668e-2 4.1666668e-2 4.1666668e-2)
          (f32x4.mul (local.get $x) (local.get $p))))
        (local.set $p (f32x4.add (v128.const f32x4 0.16666667 0.16666667 0.16666667 0.16666667)
          (f32x4.mul (local.get $x) (local.get $p))))
        (local.set $p (f32x4.add (v128.const f32x4 0.5 0.5 0.5 0.5) (f32x4.mul (local.get $x) (local.get $p))))
        (local.set $p (f32x4.add (v128.const f32x4 1 1 1 1) (f32x4.mul (local.get $x) (local.get $p))))
        (local.set $p (f32x4.add (v128.const f32x4 1 1 1 1) (f32x4.mul (local.get $x) (local.get $p))))
        (v128.store (local.get $at) (f32x4.mul (local.get $p)
          (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))))
