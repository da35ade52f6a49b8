;;; Compiles a system, the first argument, into a folder, the second.
(require :asdf)
(declaim (sb-ext:muffle-conditions sb-ext:compiler-note style-warning))
(destructuring-bind (system folder) (last sb-ext:*posix-argv* 2)
  (asdf:initialize-output-translations `(:output-translations (t (,folder :**/ :*.*.*)) :ignore-inherited-configuration))
  (let ((*standard-output* (make-broadcast-stream)))
    (handler-bind ((warning #'muffle-warning)) (asdf:load-system system))))
