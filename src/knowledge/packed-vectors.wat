(module
  (memory (export "memory") 1)
  ;; out[r] = unit · scales[r] · Σ rows[r][j] · vector[j] for `count` rows of `width` numbers of 8 bits, a multiple of 16, and a vector of
  ;; as many of 16 bits; summed exactly. Addresses in bytes.
  (func (export "dots8") (param $rows i32) (param $count i32) (param $vector i32) (param $width i32) (param $scales i32) (param $out i32) (param $unit f32)
    (local $j i32) (local $end i32) (local $a v128) (local $b v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $j (local.get $vector))
        (local.set $end (i32.add (local.get $rows) (local.get $width)))
        (loop $column
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $rows)) (v128.load (local.get $j)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $rows)) (v128.load offset=16 (local.get $j)))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.set $j (i32.add (local.get $j) (i32.const 32)))
          (br_if $column (i32.lt_u (local.get $rows) (local.get $end))))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (f32.store (local.get $out)
          (f32.mul (f32.mul (local.get $unit) (f32.load (local.get $scales))) (f32.convert_i32_s
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
              (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))))
        (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $row)))))
